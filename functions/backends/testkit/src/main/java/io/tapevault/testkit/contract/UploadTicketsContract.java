package io.tapevault.testkit.contract;

import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.PartPlan;
import io.tapevault.recording.UploadTickets;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;

/// What every [UploadTickets] promises, together with the store that the uploads go to.
public abstract class UploadTicketsContract
    implements OnePutPromises, AlteredTicketPromises, PartPromises {

  /// The plan that all tickets of the contract follow.
  protected static final PartPlan PLAN = PartPromises.PLAN;

  private ObjectStore store;
  private UploadTickets tickets;

  /// A store with nothing in it, that takes uploads at the real time.
  protected abstract ObjectStore emptyStore() throws Exception;

  /// Tickets for the latest empty store, given out by this clock.
  protected abstract UploadTickets tickets(InstantSource clock) throws Exception;

  @BeforeEach
  final void begin_with_an_empty_store() throws Exception {
    store = emptyStore();
    tickets = tickets(InstantSource.system());
  }

  @Override
  public final ObjectStore store() {
    return store;
  }

  @Override
  public final UploadTickets tickets() {
    return tickets;
  }

  @Override
  public final UploadTickets ticketsAt(InstantSource clock) {
    try {
      return tickets(clock);
    } catch (Exception e) {
      throw new IllegalStateException("no tickets to test", e);
    }
  }
}
