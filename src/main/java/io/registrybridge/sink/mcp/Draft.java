package io.registrybridge.sink.mcp;

import io.registrybridge.plan.Change;
import io.registrybridge.sink.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A piece after some changes, as far as they can be made.
 *
 * @param piece the same as before if there is nothing to write
 */
record Draft(Piece piece, Map<Change, Outcome> outcomes) {

  static Draft of(Piece before, List<Change> changes, String owner) {
    var piece = before;
    var outcomes = new LinkedHashMap<Change, Outcome>();
    for (var change : changes) {
      var objection = piece.has(change, owner) ? Optional.<String>empty() : piece.objection(change);
      if (objection.isEmpty() && !piece.has(change, owner)) {
        piece = piece.after(change, owner);
      }
      outcomes.put(change, outcome(change, objection));
    }
    return new Draft(piece, outcomes);
  }

  private static Outcome outcome(Change change, Optional<String> objection) {
    return objection
        .<Outcome>map(
            reason ->
                new Outcome.Failed(
                    change, "to " + change.verb() + " " + change.id() + ": " + reason))
        .orElseGet(() -> new Outcome.Applied(change));
  }

  /** The same when nothing could be written. */
  Draft failed(String reason) {
    var failed = new LinkedHashMap<Change, Outcome>();
    outcomes.forEach(
        (change, outcome) ->
            failed.put(
                change,
                outcome instanceof Outcome.Applied ? new Outcome.Failed(change, reason) : outcome));
    return new Draft(piece, failed);
  }
}
