#include "runs.hpp"
#include "sqlite_disk.hpp"

#include <filesystem>

namespace muster::fault {
namespace {

class DiskFault final : public Fault {
  public:
    void arm(Trial&, Random& random) override {
        using Kind = SqliteDisk::Fault;
        static const std::vector<Kind> kinds{Kind::full, Kind::short_full, Kind::write_error, Kind::short_error,
                                             Kind::sync_error};
        const std::size_t kind = random.below(kinds.size());
        disk_.arm({kinds[kind], operations_.draw(random), random.chance(0.5), false});
    }
    bool struck() override { return disk_.struck(); }
    void lift(Trial&, Random&) override { disk_.lift(); }
    void opened(Random& random) override { disk_.checkpoint_after(SqliteDisk::draw_log_pages(random)); }
    void batch_begins() override { begun_ = disk_.operations(); }
    void batch_recorded() override { operations_.learn(disk_.operations() - begun_); }

  private:
    SqliteDisk& disk_ = SqliteDisk::install();
    Typical operations_{60};
    std::uint64_t begun_ = 0;
};

class PowerFault final : public Fault {
  public:
    void prepare(Trial& trial, Random&) override { disk_.watch(file(trial)); }
    void arm(Trial&, Random& random) override {
        disk_.arm({SqliteDisk::Fault::power, operations_.draw(random), true, random.chance(0.3)});
    }
    bool struck() override { return disk_.struck(); }
    void lift(Trial& trial, Random& random) override {
        disk_.cut(random);
        if (random.chance(0.5)) {
            std::filesystem::remove(file(trial) + "-shm"); // nobody ever syncs it: it may be there as it was, or not
        }
    }
    [[nodiscard]] bool closes_register() const override { return true; }
    void opened(Random& random) override { disk_.checkpoint_after(SqliteDisk::draw_log_pages(random)); }
    void batch_begins() override { begun_ = disk_.operations(); }
    void batch_recorded() override { operations_.learn(disk_.operations() - begun_); }

  private:
    static std::string file(const Trial& trial) {
        const std::filesystem::path path = trial.place().file();
        return (std::filesystem::canonical(path.parent_path()) / path.filename()).string();
    }

    SqliteDisk& disk_ = SqliteDisk::install();
    Typical operations_{60};
    std::uint64_t begun_ = 0;
};

} // namespace

std::unique_ptr<Fault> disk_fault() {
    return std::make_unique<DiskFault>();
}

std::unique_ptr<Fault> power_fault() {
    return std::make_unique<PowerFault>();
}

} // namespace muster::fault
