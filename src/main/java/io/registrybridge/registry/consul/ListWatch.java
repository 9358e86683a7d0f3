package io.registrybridge.registry.consul;

import io.registrybridge.registry.consul.Answer.Told;
import java.util.Set;

/**
 * Watches which services a place lists. On the worker's thread.
 *
 * <p>What is missing in a list is not gone before the leader has made sure of it.
 */
final class ListWatch implements Query.Listener<Listing> {

  /** What its owner wants to know. */
  interface Listener {

    /**
     * There is a list, and it is on the roster.
     *
     * @param changed what is new on it, or has other tags
     * @param moved whether something may have changed that the list does not show
     */
    void listed(Set<String> changed, boolean moved);

    /** These are not there any more. */
    void gone(Set<String> services);

    /** It waited for news and was refused, so that something may have been missed. */
    void interrupted();
  }

  private static final Question<Listing> QUESTION = Question.services();

  private final Asking asking;
  private final Roster roster;
  private final Listener listener;
  private final Query<Listing> query;

  private long index;
  private boolean checking;
  private boolean confirming;

  ListWatch(Outlook outlook, Asking asking, Roster roster, Listener listener) {
    this.asking = asking;
    this.roster = roster;
    this.listener = listener;
    this.query = new Query<>(QUESTION, outlook.client(), outlook.worker(), Outlook.ofAll(), this);
  }

  /** Reads the list whatever was known before, and then goes on. */
  void open(Runnable then) {
    asking.consistently(
        QUESTION,
        told -> {
          index = told.index();
          roster.opened(told);
          then.run();
        });
  }

  /** Waits for news, if it does not do so already. */
  void await() {
    query.from(index);
  }

  /** Reads the list anew, and then goes on. */
  void read(Runnable then) {
    asking.again(
        QUESTION,
        index,
        told -> {
          listed(told);
          then.run();
        });
  }

  /** Sees whether the list can still be read, and waits for news again. */
  void check() {
    if (!checking) {
      checking = true;
      read(
          () -> {
            checking = false;
            await();
          });
    }
  }

  /** Has the leader make sure of the list, and then goes on. */
  void confirm(Runnable then) {
    confirming = true;
    asking.confirm(
        QUESTION,
        index,
        told -> {
          confirming = false;
          confirmed(told);
          then.run();
        });
  }

  private void confirmed(Told<Listing> told) {
    if (told.index() >= index) {
      listener.gone(roster.missingIn(told.content()));
      roster.gone(told.content());
      listed(told);
    } else if (roster.missing()) {
      confirm(() -> {}); // it was overtaken by a list that is newer
    }
  }

  private void listed(Told<Listing> told) {
    if (told.index() < index) {
      return; // it is older than what is known
    }
    var changed = roster.changedIn(told.content());
    var moved = told.index() > index;
    index = told.index();
    roster.listed(told);
    listener.listed(changed, moved);
    if (!confirming && roster.missing()) {
      confirm(() -> {});
    }
  }

  void stop() {
    checking = false;
    confirming = false;
    query.stop();
  }

  @Override
  public void told(Told<Listing> told, boolean backwards) {
    if (backwards) {
      asking.anotherLife();
    } else {
      listed(told);
    }
  }

  @Override
  public void refused() {
    listener.interrupted();
  }
}
