from sms_iso20000.evidence.guarded import GuardedRecord

# The host shows what is linked with a record to everybody, and reads a word of this name.
exclude_from_linked_with = True


class ITSMTrainingParticipant(GuardedRecord):
    """One person in a training, whether they attended and what it did for them; the training writes it (4.4.2 c).

    A record of its own and no row of a table, since who may read the training need not know who takes part.
    """
