"""Section 11: organisations assess themselves, and the board looks whether it is so.

Children Act 2004, section 11 (organisations) and Education Act 2002, sections 175 and 157
(schools). A cycle asks a question set of many organisations. Cycle: drafted → piloted →
open → closed → moderation → reported → archived. Return: invited → lead
confirmed → in progress → awaiting sign-off → submitted → being moderated → provisional →
agreed or disputed → final; a question may be asked on the way, and it may be exempt.
"""
