#include "proxy.hpp"
#include "runs.hpp"
#include "server.hpp"
#include "server_disk.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <libpq-fe.h>
#include <stdexcept>
#include <sys/mman.h>
#include <unistd.h>

namespace muster::fault {
namespace {

class Clock {
  public:
    void start() { begun_ = std::chrono::steady_clock::now(); }
    [[nodiscard]] std::uint64_t microseconds() const {
        const auto passed = std::chrono::steady_clock::now() - begun_;
        return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(passed).count());
    }

  private:
    std::chrono::steady_clock::time_point begun_{};
};

class ConnectionFault final : public Fault {
  public:
    void prepare(Trial& trial, Random&) override {
        trial.url_end = " host=127.0.0.1 port=" + std::to_string(proxy_.port()) +
                        " sslmode=disable gssencmode=disable application_name=muster_fault";
    }
    void arm(Trial&, Random& random) override {
        const std::size_t way = random.below(10);
        cuts_ = way < 7;
        Proxy::Plan plan;
        plan.from_client = way < 3 || random.chance(0.5);
        plan.at_commit = way < 3;
        plan.arrives = random.chance(0.6);
        plan.after = plan.at_commit ? random.below(3) : (plan.from_client ? from_client_ : to_client_).draw(random);
        plan.reset = random.chance(0.5);
        plan.stays_down = random.chance(0.3);
        if (cuts_) {
            proxy_.arm(plan);
        } else {
            later_.start(time_.draw(random), [this] {
                testing::run_postgresql(server_.words(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                                         "WHERE application_name = 'muster_fault'");
            });
        }
    }
    bool struck() override { return cuts_ ? proxy_.struck() : later_.done(); }
    void lift(Trial&, Random&) override {
        proxy_.lift();
        later_.cancel();
    }
    void batch_begins() override {
        sent_ = proxy_.bytes(true);
        received_ = proxy_.bytes(false);
        clock_.start();
    }
    void batch_recorded() override {
        from_client_.learn(proxy_.bytes(true) - sent_);
        to_client_.learn(proxy_.bytes(false) - received_);
        time_.learn(clock_.microseconds());
    }

  private:
    Server server_{};
    Proxy proxy_{server_.socket()};
    Later later_{};
    Clock clock_{};
    bool cuts_ = false;
    std::uint64_t sent_ = 0;
    std::uint64_t received_ = 0;
    Typical from_client_{10'000};
    Typical to_client_{10'000};
    Typical time_{10'000};
};

/// The memory that the library in the server looks at.
class SharedDisk {
  public:
    explicit SharedDisk(const std::string& path) {
        const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        void* memory =
            file >= 0 ? ::mmap(nullptr, sizeof(ServerDisk), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) : MAP_FAILED;
        if (memory == MAP_FAILED) {
            throw std::runtime_error(path + ": cannot be shared with the server; run with_postgresql.py --restart "
                                            "--preload LIBRARY");
        }
        ::close(file);
        disk_ = static_cast<ServerDisk*>(memory);
        lift();
    }
    ~SharedDisk() { ::munmap(disk_, sizeof(ServerDisk)); }
    SharedDisk(const SharedDisk&) = delete;
    SharedDisk& operator=(const SharedDisk&) = delete;

    void arm(ServerDisk::Fault fault, std::uint64_t after, bool lasting) {
        __atomic_store_n(&disk_->struck, 0UL, __ATOMIC_SEQ_CST);
        __atomic_store_n(&disk_->after, static_cast<long long>(after), __ATOMIC_SEQ_CST);
        __atomic_store_n(&disk_->lasting, lasting ? 1 : 0, __ATOMIC_SEQ_CST);
        __atomic_store_n(&disk_->fault, static_cast<int>(fault), __ATOMIC_SEQ_CST);
    }
    void lift() { __atomic_store_n(&disk_->fault, static_cast<int>(ServerDisk::none), __ATOMIC_SEQ_CST); }
    [[nodiscard]] bool struck() const { return __atomic_load_n(&disk_->struck, __ATOMIC_SEQ_CST) > 0; }

  private:
    ServerDisk* disk_ = nullptr;
};

class ServerFault final : public Fault {
  public:
    void arm(Trial&, Random& random) override {
        by_disk_ = random.chance(0.5);
        if (by_disk_) {
            disk_.arm(static_cast<ServerDisk::Fault>(1 + random.below(4)), random.below(8), random.chance(0.3));
            return;
        }
        const std::size_t way = random.below(3);
        const std::uint64_t which = random.bits();
        later_.start(time_.draw(random), [this, way, which] { strike(way, which); });
    }
    bool struck() override { return by_disk_ ? disk_.struck() : later_.done(); }
    void lift(Trial&, Random&) override {
        disk_.lift();
        later_.cancel();
        server_.wait(killed_);
        killed_.clear();
    }
    void batch_begins() override { clock_.start(); }
    void batch_recorded() override { time_.learn(clock_.microseconds()); }

  private:
    /// In the other thread; `killed_` is looked at when that has ended.
    void strike(std::size_t way, std::uint64_t which) {
        const std::vector<pid_t> processes = server_.processes();
        if (processes.empty()) {
            return;
        }
        switch (way) {
        case 0: killed_ = processes; break;                       // first the process that would begin the others anew
        case 1: killed_ = {processes.front()}; break;             // "immediate shutdown"
        default: killed_ = {processes[which % processes.size()]}; // the server begins all others anew
        }
        for (const pid_t process : killed_) {
            ::kill(process, way == 1 ? SIGQUIT : SIGKILL);
        }
    }

    Server server_{};
    SharedDisk disk_{server_.folder() + "/disk"};
    std::vector<pid_t> killed_{};
    Later later_{}; // goes before what it uses
    Clock clock_{};
    bool by_disk_ = false;
    Typical time_{20'000};
};

} // namespace

std::unique_ptr<Fault> connection_fault() {
    return std::make_unique<ConnectionFault>();
}

std::unique_ptr<Fault> server_fault() {
    return std::make_unique<ServerFault>();
}

} // namespace muster::fault
