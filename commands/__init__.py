"""The commands, a module each, as :mod:`yusuan.cli` opens them; ``policy`` and ``usage`` are what several need."""
