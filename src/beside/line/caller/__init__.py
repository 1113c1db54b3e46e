"""What the public sees of the line: choose a way, say where, be asked, be safe."""
