#include "runs.hpp"

#include <stdexcept>

namespace muster::fault {
namespace {

/// The store's own words for an outcome that it does not know.
bool says_unknown(const Error& error) {
    return error.message.find("whether it was is not known") != std::string::npos;
}

/// The part of a run before recovery.
class Writing {
  public:
    Writing(Trial& trial, Random& random, Fault& fault, Tally& tally)
        : trial_(trial), random_(random), fault_(fault), tally_(tally) {}

    void run() {
        fault_.prepare(trial_, random_);
        open_ = opened(trial_.url());
        fault_.opened(random_);
        if (random_.chance(0.5) && !record(trial_.draw(random_))) {
            throw std::runtime_error("nothing can be recorded before the fault");
        }
        fault_.arm(trial_, random_);
        for (int i = 0; i < 4; ++i) {
            if (random_.chance(0.15) && !reopen()) {
                return;
            }
            Batch batch = trial_.draw(random_);
            bool recorded = record(batch);
            // What is certainly not recorded is repeated, as a user would.
            while (!recorded && !unknown_ && random_.chance(0.5)) {
                recorded = record(batch);
            }
            if (!recorded) {
                in_flight_ = std::move(batch);
                return;
            }
        }
    }
    [[nodiscard]] std::optional<Register>& open() { return open_; }
    [[nodiscard]] const Batch* in_flight() const { return in_flight_ ? &*in_flight_ : nullptr; }
    [[nodiscard]] bool hit() const { return hit_; }
    [[nodiscard]] bool unknown() const { return unknown_; }

  private:
    bool record(const Batch& batch) {
        const bool before = fault_.struck();
        fault_.batch_begins();
        const auto done = trial_.record(*open_, batch);
        hit_ = hit_ || (!before && fault_.struck());
        if (done) {
            trial_.acknowledge(batch, *done);
            tally_.acknowledged += batch.entries.size();
            fault_.batch_recorded();
            return true;
        }
        if (done.error().kind != ErrorKind::unavailable) {
            tally_.failures.push_back("record gave another error than \"unavailable\": " + done.error().text());
        }
        unknown_ = says_unknown(done.error());
        return false;
    }
    bool reopen() {
        open_.reset();
        auto again = Register::open(trial_.url());
        if (!again && again.error().kind != ErrorKind::unavailable) {
            tally_.failures.push_back("open gave another error than \"unavailable\": " + again.error().text());
        }
        if (again) {
            open_ = *std::move(again);
            fault_.opened(random_);
        }
        return open_.has_value();
    }

    Trial& trial_;
    Random& random_;
    Fault& fault_;
    Tally& tally_;
    std::optional<Register> open_{};
    std::optional<Batch> in_flight_{};
    bool hit_ = false;
    bool unknown_ = false;
};

} // namespace

void run(Trial& trial, Random& random, Fault& fault, Tally& tally) {
    ++tally.runs;
    Writing writing(trial, random, fault, tally);
    writing.run();
    std::optional<Register>& open = writing.open();
    const bool same = open && !fault.closes_register() && random.chance(0.5);
    if (!same) {
        open.reset();
    }
    fault.lift(trial, random);
    if (!same) {
        open = opened(trial.url());
    }
    // After a failure of which the store says that nothing was written, nothing must be there.
    const bool cut = writing.in_flight() != nullptr && fault.closes_register();
    const bool unknown = writing.unknown() || cut;
    Judgement judgement = trial.judge(*open, writing.in_flight());
    if (judgement.in_flight_recorded && !unknown) {
        judgement.flaws.push_back("a batch is recorded although the error said that it was not");
    }
    tally.failures.insert(tally.failures.end(), judgement.flaws.begin(), judgement.flaws.end());
    tally.hit += writing.hit() ? 1 : 0;
    tally.unknown += unknown ? 1 : 0;
    tally.recorded += judgement.in_flight_recorded ? 1 : 0;

    const Batch next = trial.draw(random);
    const auto recorded = trial.record(*open, next);
    if (!recorded) {
        tally.failures.push_back("after recovery nothing can be recorded: " + recorded.error().text());
        return;
    }
    trial.acknowledge(next, *recorded);
    tally.acknowledged += next.entries.size();
}

} // namespace muster::fault
