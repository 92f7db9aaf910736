from tests.base.vault.conftest import keys_in, referred, team

__all__ = ["keys_in", "referred", "team"]
