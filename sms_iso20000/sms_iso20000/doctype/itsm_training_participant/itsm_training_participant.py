from sms_iso20000.evidence.guarded import GuardedRecord


class ITSMTrainingParticipant(GuardedRecord):
    """One person in a training, whether they attended and what it did for them; the training writes it (4.4.2 c).

    A record of its own and no row of a table, since who may read the training need not know who takes part.
    """
