"""The pulse as the service has it: its words, its mails, its answers, and what is told of them (`graph.pulse`)."""
