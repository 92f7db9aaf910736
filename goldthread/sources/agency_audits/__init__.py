"""Single-agency audits: what members found in their own audits, returned to the board.

Planned → notified → returned → triaged (→ clarify) → accepted → themed → triangulated →
reported → closed. "The LSCB will have the opportunity to review the learning from this
type of audit and to triangulate it" (framework, section 5).
"""
