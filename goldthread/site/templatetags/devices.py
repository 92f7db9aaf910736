"""`{% load devices %}`: where somebody is signed in, in words."""

from django import template

from goldthread.site import rules

register = template.Library()
register.filter("device", rules.device)
