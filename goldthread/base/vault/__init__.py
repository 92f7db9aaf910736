"""Sealed text: what is confided stays unreadable in the database and its backups.

    class Referral(models.Model):
        key = OwnKey(board="activity.board", related_name="referrals")
        concern = SealedText("what causes concern")

Each case has a data key (`CaseKey`), wrapped under a master key that lies in a folder
outside the database. Nobody calls anything: the fields seal and open. See ADR 13.
"""
