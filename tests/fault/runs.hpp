#pragma once

#include "trial.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace muster::fault {

/// What many runs with one fault came to.
struct Tally {
    std::uint64_t runs = 0;
    std::uint64_t acknowledged = 0; ///< entries
    std::uint64_t hit = 0;          ///< runs in which the fault struck while a batch was being written
    std::uint64_t unknown = 0;      ///< batches whose writer was not told whether they are recorded
    std::uint64_t recorded = 0;     ///< of these, found to be recorded, wholly
    std::vector<std::string> failures{};
};

/// A fault that happens beside a writer that lives on.
class Fault {
  public:
    virtual ~Fault() = default;
    /// Called before the register is opened.
    virtual void prepare(Trial&, Random&) {}
    /// From now on the fault strikes, at a moment that is drawn.
    virtual void arm(Trial& trial, Random& random) = 0;
    [[nodiscard]] virtual bool struck() = 0;
    /// Strikes no more; what failed is in order again. The register is closed if `closes_register`.
    virtual void lift(Trial& trial, Random& random) = 0;
    [[nodiscard]] virtual bool closes_register() const { return false; }
    /// Called when a register was opened.
    virtual void opened(Random&) {}
    /// Called around each batch that is recorded, to learn how much one takes.
    virtual void batch_begins() {}
    virtual void batch_recorded() {}
};

/// How much of something a batch takes, learned from those that were recorded.
class Typical {
  public:
    explicit Typical(std::uint64_t guess) : typical_(guess) {}

    void learn(std::uint64_t amount) { typical_ = (typical_ * 7 + amount) / 8 + 1; }
    [[nodiscard]] std::uint64_t value() const { return typical_; }
    /// A moment within the next three batches.
    [[nodiscard]] std::uint64_t draw(Random& random) const { return random.below(3 * typical_); }

  private:
    std::uint64_t typical_;
};

/// One run: a register is opened, the fault is armed, up to four batches are recorded until one fails; after recovery
/// everything is judged, and one more batch is recorded.
void run(Trial& trial, Random& random, Fault& fault, Tally& tally);

/// One run of a writer that is killed: a child process that records batches and reports each through a pipe.
class KilledWriter {
  public:
    void run(Trial& trial, Random& random, Tally& tally);

  private:
    Typical microseconds_{5'000};
    Typical operations_{60}; ///< of the disk
};

/// Faults of SQLite's disk: full, I/O errors, short writes, fsync that fails.
[[nodiscard]] std::unique_ptr<Fault> disk_fault();
/// The power fails, and what was not synced is lost in part.
[[nodiscard]] std::unique_ptr<Fault> power_fault();
/// The connection to PostgreSQL is cut on its way, or ended by the server.
[[nodiscard]] std::unique_ptr<Fault> connection_fault();
/// PostgreSQL's processes are killed, or its disk fails.
[[nodiscard]] std::unique_ptr<Fault> server_fault();

} // namespace muster::fault
