"""What the commands of ``runnel`` do, one file each. Their names and flags stand in ``cli``.

A command works on the data folder itself, or asks the Runnel that holds it (`runnel.instance`). May import every room
but ``cli``, which imports a command when it is asked for.
"""
