"""A sentence said in the reader's language: text, or text still to be translated."""

from django.utils.functional import Promise

Words = str | Promise
