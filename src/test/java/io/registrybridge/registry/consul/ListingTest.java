package io.registrybridge.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.registrybridge.registry.consul.Checks.Check;
import io.registrybridge.registry.consul.Question.Decoder;
import io.registrybridge.registry.consul.Question.Unexpected;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The two lists by which it is known what moves: of services, and of checks. */
class ListingTest {

  @Test
  void listsServicesWithTheirTagsButNotConsulItself() throws Unexpected {
    var listing = listing("{'consul':[],'orders':['b','a'],'users':[]}");

    assertThat(listing.names()).containsExactly("orders", "users");
    assertThat(listing.tags().get("orders")).containsExactly("a", "b");
  }

  @Test
  void toleratesTagsThatAreNone() throws Unexpected {
    assertThat(listing("{'a':null,'b':7,'c':[1,null,{'x':['y']},'t'],'':[]}").tags())
        .containsOnlyKeys("a", "b", "c")
        .extractingByKey("c")
        .isEqualTo(new TreeSet<>(Set.of("t")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "null", "'orders'"})
  void aListOfServicesIsAnObject(String json) {
    assertThatThrownBy(() -> listing(json)).isInstanceOf(Unexpected.class);
  }

  @Test
  void seesWhichChecksCameWentAndCameAgain() throws Unexpected {
    var before =
        checks(
            "[{'Node':'n','CheckID':'stays','ServiceName':'a','ModifyIndex':1},"
                + "{'Node':'n','CheckID':'goes','ServiceName':'b','ModifyIndex':2},"
                + "{'Node':'n','CheckID':'again','ServiceName':'c','ModifyIndex':3}]");
    var after =
        checks(
            "[{'Node':'n','CheckID':'stays','ServiceName':'a','ModifyIndex':1},"
                + "{'Node':'n','CheckID':'again','ServiceName':'c','ModifyIndex':9},"
                + "{'Node':'m','CheckID':'comes','ServiceName':'','ModifyIndex':8}]");

    assertThat(after.changedSince(before))
        .containsExactlyInAnyOrder(
            new Check("n", "b", "goes"), new Check("n", "c", "again"), new Check("m", "", "comes"));
    assertThat(after.changedSince(after)).isEmpty();
  }

  @Test
  void aCheckWithoutAServiceIsOfItsNode() {
    assertThat(new Check("n", "", "serfHealth").ofNode()).isTrue();
    assertThat(new Check("n", "a", "c").ofNode()).isFalse();
  }

  @Test
  void skipsWhatElseChecksHold() throws Unexpected {
    assertThat(
            checks("[{'Definition':{'Node':'x','a':[1]},'Node':'n','CheckID':{'a':1}}]").modified())
        .containsOnlyKeys(new Check("n", "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "7", "[7]", "[[]]", "null"})
  void aListOfChecksIsAListOfObjects(String json) {
    assertThatThrownBy(() -> checks(json)).isInstanceOf(Unexpected.class);
  }

  private static Listing listing(String json) throws Unexpected {
    return decode(json, Listing::decode);
  }

  private static Checks checks(String json) throws Unexpected {
    return decode(json, Checks::decode);
  }

  private static <T> T decode(String json, Decoder<T> decoder) throws Unexpected {
    var text = json.replace('\'', '"');
    try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      return decoder.decode(parser);
    }
  }
}
