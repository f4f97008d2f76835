"""A Slurm cluster of two nodes on this machine, for tests: munged, slurmctld and two slurmd, all in one folder.

Each slurmd has a network namespace of its own, joined by a bridge, because a slurmd that shares an address with another
would need a Slurm built for that. Needs root, slurm-wlm and munge."""

import os
import pathlib
import shutil
import subprocess
import time

NODES = 2
CONF = """
ClusterName=muster
SlurmctldHost=ctl({net}.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CryptoType=crypto/munge
StateSaveLocation={folder}/state
SlurmctldPidFile={folder}/slurmctld.pid
SlurmctldPort=16817
SlurmdPort=16818
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmdSpoolDir={folder}/spool-%n
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
SlurmdTimeout=10
InactiveLimit=0
KillWait=5
MinJobAge=60
JobRequeue=1
SlurmdParameters=config_overrides
LaunchParameters=disable_send_gids
{nodes}
PartitionName=all Nodes=n[1-{count}] Default=YES MaxTime=INFINITE State=UP
"""


def available():
    tools = ("slurmctld", "slurmd", "munged", "sbatch", "ip")
    return os.geteuid() == 0 and all(shutil.which(tool) or pathlib.Path("/usr/sbin", tool).exists() for tool in tools)


def run(*words, check=True, **more):
    return subprocess.run(words, check=check, capture_output=True, text=True, **more)


class Cluster:
    made = 0

    def __init__(self, folder):
        Cluster.made += 1  # names of their own: the kernel takes its time to forget those of the one before
        own = os.getpid() * 10 + Cluster.made
        self.net = f"10.213.{own % 250}"
        self.folder = pathlib.Path(folder)
        self.processes = []
        self.slurmd = {}
        self.bridge = f"mstr{own % 1000000}"
        self.spaces = [f"muster{own}n{n}" for n in range(1, NODES + 1)]
        os.chmod(self.folder, 0o755)  # munge's clients ask for it
        for name in ["state"] + [f"spool-n{n}" for n in range(1, NODES + 1)]:
            (self.folder / name).mkdir()
        # Here nothing is confined; without a word slurmd looks for a mounted cgroup file system.
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")
        nodes = "\n".join(f"NodeName=n{n} NodeAddr={self.net}.{n + 1} CPUs=1 State=UNKNOWN" for n in range(1, NODES + 1))
        (self.folder / "slurm.conf").write_text(CONF.format(folder=self.folder, net=self.net, nodes=nodes, count=NODES))
        (self.folder / "munge.key").write_bytes(os.urandom(128))
        os.chmod(self.folder / "munge.key", 0o400)
        self.environment = {**os.environ, "SLURM_CONF": str(self.folder / "slurm.conf"),
                            "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"}

    def start(self):
        self.networks()
        self.background("munged", "--foreground", "--force", f"--socket={self.folder}/munge.socket",
                        f"--key-file={self.folder}/munge.key", f"--log-file={self.folder}/munge.log",
                        f"--pid-file={self.folder}/munge.pid", f"--seed-file={self.folder}/munge.seed")
        self.wait(lambda: (self.folder / "munge.socket").exists(), "munged")
        self.background("unshare", "--uts", "sh", "-c", "hostname ctl; exec slurmctld -D -i")
        for n in range(1, NODES + 1):
            self.start_node(n)
        self.wait(lambda: self.slurm("sinfo", "-h", "-o", "%T %D").stdout.strip() == f"idle {NODES}", "the nodes")

    def networks(self):
        run("ip", "link", "add", self.bridge, "type", "bridge")
        run("ip", "addr", "add", f"{self.net}.1/24", "dev", self.bridge)
        run("ip", "link", "set", self.bridge, "up")
        for n, space in enumerate(self.spaces, 1):
            run("ip", "netns", "add", space)
            run("ip", "link", "add", f"{self.bridge}v{n}", "type", "veth", "peer", "name", "eth0", "netns", space)
            run("ip", "link", "set", f"{self.bridge}v{n}", "master", self.bridge, "up")
            run("ip", "-n", space, "addr", "add", f"{self.net}.{n + 1}/24", "dev", "eth0")
            run("ip", "-n", space, "link", "set", "eth0", "up")
            run("ip", "-n", space, "link", "set", "lo", "up")

    def start_node(self, n):
        self.slurmd[n] = self.background(
            "ip", "netns", "exec", self.spaces[n - 1], "unshare", "--uts", "--pid", "--fork", "--kill-child",
            "sh", "-c", f"hostname n{n}; exec slurmd -D")

    def kill_node(self, n):
        """As if its power failed: slurmd and all that it started."""
        self.slurmd[n].kill()
        self.slurmd[n].wait()

    def background(self, *words):
        with open(self.folder / f"{words[0]}-{len(self.processes)}.out", "w") as log:
            process = subprocess.Popen(words, env=self.environment, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def slurm(self, *words):
        return run(*words, check=False, env=self.environment)

    def wait(self, ready, what, seconds=60):
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end:
                raise TimeoutError(f"{what} did not come up; see {self.folder}\n" + self.logs())
            time.sleep(0.3)

    def logs(self):
        return "".join(f"--- {file.name}\n" + file.read_text(errors="replace")[-1500:]
                       for file in sorted(self.folder.iterdir()) if file.suffix in (".log", ".out"))

    def stop(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        for n, space in enumerate(self.spaces, 1):
            run("ip", "link", "del", f"{self.bridge}v{n}", check=False)
            run("ip", "netns", "del", space, check=False)
        run("ip", "link", "del", self.bridge, check=False)
