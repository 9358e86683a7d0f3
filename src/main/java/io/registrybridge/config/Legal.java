package io.registrybridge.config;

/** What names must look like: patterns, and the same in words. */
final class Legal {

  static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  static final String LABEL_WORDS =
      "must be a DNS label: lower-case letters, digits and '-' within, at most 63";

  /** Names of registries go into the keys of labels, beside a prefix. */
  static final String NAME = "[a-z0-9]([-a-z0-9]{0,28}[a-z0-9])?";

  static final String NAME_WORDS =
      "must be a DNS label: lower-case letters, digits and '-' within, at most 30";

  static final String HOST = LABEL + "(\\." + LABEL + ")+";
  static final String HOST_WORDS = "must be a DNS name of at least two labels, in lower case";

  static final String EXPORT = "\\*|\\.|" + LABEL;
  static final String EXPORT_WORDS = "must be '*', '.' or a namespace";

  /** Text with metadata keys in braces. */
  static final String TEMPLATE = "([^{}]|\\{[^{}]+})*";

  static final String TEMPLATE_WORDS =
      "must be metadata keys in braces such as {zone}, or a constant";

  static final String LABEL_VALUE = "([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?";
  static final String LABEL_VALUE_WORDS =
      "must be letters, digits and '-', '_' or '.' within, at most 63";

  static final String ACCOUNT = "(?=.{0,253}$)(" + LABEL + "(\\." + LABEL + ")*)?";
  static final String ACCOUNT_WORDS = "must be the name of a service account";

  /** A metadata key, and perhaps a value. */
  static final String RULE = "\\s*[^=\\s][^=]*(=.*)?";

  static final String RULE_WORDS = "must be a metadata key, or key=value";

  private Legal() {}
}
