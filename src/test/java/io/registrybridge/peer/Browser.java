package io.registrybridge.peer;

import static org.awaitility.Awaitility.await;
import static org.openqa.selenium.logging.LogType.BROWSER;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser, Chromium or Chrome, without a window. */
public final class Browser implements AutoCloseable {

  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--hide-scrollbars",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** The best known checks of accessibility, as a script; its answer is what they object to. */
  private static final String AXE =
      """
      const done = arguments[arguments.length - 1];
      axe.run().then(
          found => done(found.violations.flatMap(one => one.nodes.map(node =>
              `${one.id} at ${node.target.join(' ')}: ${node.failureSummary}`))),
          trouble => done([`axe did not run: ${trouble}`]));
      """;

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** As with {@link Peers#require} where there is none on this machine. */
  public static Browser start() {
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Peers.program("chromedriver").toFile())
            .usingPort(Peers.freePort())
            .withTimeout(Patience.LIMIT)
            .build();
    var logs = new LoggingPreferences();
    logs.enable(BROWSER, Level.ALL);
    var options = new ChromeOptions();
    options.setBinary(Peers.program("chromium", "google-chrome").toFile());
    options.addArguments(FLAGS);
    options.addArguments("--user-data-dir=" + Peers.newFolder("browser"));
    options.setCapability("goog:loggingPrefs", logs);
    var driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(Patience.LIMIT);
    return new Browser(driver);
  }

  public void open(String url) {
    driver.get(url);
  }

  /** As on a desk or, if it is narrow, on a phone; in pixels. */
  public void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  /** For people who like it so. */
  public void dark(boolean so) {
    var scheme = Map.of("name", "prefers-color-scheme", "value", so ? "dark" : "light");
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  /** What can be read there; empty if it is hidden. */
  public String text(String css) {
    return steady(() -> find(css).getText());
  }

  /** What can be read at each such place. */
  public List<String> texts(String css) {
    return steady(
        () -> driver.findElements(By.cssSelector(css)).stream().map(WebElement::getText).toList());
  }

  public boolean shows(String css) {
    return steady(
        () -> driver.findElements(By.cssSelector(css)).stream().anyMatch(WebElement::isDisplayed));
  }

  /** Waits until it is there to be clicked at. */
  public void click(String css) {
    await()
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .untilAsserted(() -> find(css).click());
  }

  /** The page may put something else in the place of what was just found. */
  private static <T> T steady(Callable<T> question) {
    return await()
        .pollDelay(Duration.ZERO)
        .ignoreException(StaleElementReferenceException.class)
        .until(question, answer -> true);
  }

  /** Instead of what is typed there already. */
  public void type(String css, String text) {
    var field = find(css);
    field.clear();
    field.sendKeys(text);
  }

  /** On whatever has the focus. */
  public void press(Keys key) {
    new Actions(driver).sendKeys(key).perform();
  }

  /** What a script returns that runs in the page. */
  public Object run(String script) {
    return Objects.requireNonNullElse(driver.executeScript(script), "");
  }

  /** What is wrong with the page for those who cannot see, or not well. */
  public List<String> barriers() {
    driver.executeScript(axe());
    var barriers = Objects.requireNonNull(driver.executeAsyncScript(AXE));
    return ((List<?>) barriers).stream().map(Object::toString).toList();
  }

  private static String axe() {
    try (var script = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was written to its console since it was asked last. */
  public List<String> complaints() {
    return driver.manage().logs().get(BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
  }

  /** What it shows now. */
  public void picture(Path png) {
    try {
      Files.createDirectories(Objects.requireNonNull(png.getParent()));
      Files.write(png, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
