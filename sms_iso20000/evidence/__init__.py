"""Proof: guarded records, the decision chain, service level evidence and the certification pack."""
