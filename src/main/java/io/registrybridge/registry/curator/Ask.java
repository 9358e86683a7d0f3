package io.registrybridge.registry.curator;

/** One thing to read of the tree; paths are from the root on, without a slash before them. */
sealed interface Ask {

  /** The node to read. */
  String path();

  /** Which nodes stand right below the root. */
  record Root() implements Ask {
    @Override
    public String path() {
      return "";
    }
  }

  /** What a folder lists. */
  record Listing(String folder) implements Ask {
    @Override
    public String path() {
      return folder;
    }
  }

  /** What an entry of a folder says. */
  record Entry(String folder, String name) implements Ask {
    @Override
    public String path() {
      return folder + "/" + name;
    }
  }
}
