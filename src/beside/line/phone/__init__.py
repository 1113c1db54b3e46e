"""Calls and SMS through a Twilio-compatible provider, behind a port."""
