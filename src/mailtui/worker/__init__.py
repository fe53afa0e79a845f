"""What runs in the background, in a process of its own: following logs, jobs, recurring duties.

One worker per database holds the lock of the one writer of facts (`store.lock`) for its whole life.

    process    the loop: follow, run jobs, start duties, say what is done
    following  files found, read, followed          waking    what ends a wait
    jobs       the kinds of jobs and how one runs   schedule  recurring duties
    work       what a worker is told at its start   companion started and stopped by a terminal
    duties     the recurring duties there are       stopping  signals, and the end of a terminal
"""
