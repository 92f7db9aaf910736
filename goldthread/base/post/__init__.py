"""The outbox: mail is a row in the same transaction as what caused it."""
