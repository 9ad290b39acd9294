"""The demonstration: the sample files, and the journey walked up to running trajectories.

Everything goes through the services of the rooms, each time as the person whose verb it
is, so that the demonstration shows what the platform does and not what was put in its
tables. It knows every room, so it lives in `config`, the one place that may; it is an app
of its own because Django looks for commands in apps only.
"""
