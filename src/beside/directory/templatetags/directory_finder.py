"""Filters for the finder's pages."""

from django import template

from beside.directory.finder import words

register = template.Library()
register.filter("dialled", words.dialled)
