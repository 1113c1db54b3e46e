"""What the line needs beside it, under the house's supervisor: a relay for voice. No Django."""

from beside.kernel.serve import programs
from beside.line.voice import relay

programs.register(programs.Program("turn", relay.prepare))
