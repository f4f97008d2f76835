#include "trial.hpp"

#include "muster/ledger/merkle.hpp"

#include <fstream>
#include <stdexcept>

namespace muster::fault {
namespace {

namespace fs = std::filesystem;

std::string hash_text(const ledger::Hash& hash) {
    return ledger::hex(hash).substr(0, 12);
}

/// Which of the records of one kind; nothing: there is none.
const testing::Known* any(Random& random, const std::vector<testing::Known>& known, const std::string& kind) {
    std::vector<const testing::Known*> found;
    for (const testing::Known& record : known) {
        if (record.kind == kind) {
            found.push_back(&record);
        }
    }
    return found.empty() ? nullptr : found[random.below(found.size())];
}

} // namespace

Trial::Trial(const std::string& backend, std::uint64_t seed) : place_(backend), history_(seed) {
    std::string pattern = (fs::temp_directory_path() / "muster_fault_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("no temporary folder can be made");
    }
    folder_ = pattern;
    auto made = Register::create(place_.url(), folder_ / "key", "a trial", author_);
    if (!made) {
        throw std::runtime_error(made.error().text());
    }
    auto key = ledger::SigningKey::read(folder_ / "key");
    auto head = made->head();
    if (!key || !head) {
        throw std::runtime_error("the key or the head of a new register cannot be read");
    }
    key_ = *key;
    acknowledged_.push_back({head->head.size, head->head.root});
}

Trial::~Trial() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

NewEntry Trial::result(Random& random, const std::vector<testing::Known>& known) const {
    NewEntry entry;
    const testing::Known* sample = any(random, known, "sample");
    if (sample == nullptr) {
        return entry;
    }
    entry.kind = "result";
    entry.fields = {{"sample", sample->key},
                    {"test", "autosomal STR"},
                    {"on", "2019-06-01"},
                    {"outcome", "Reportable"},
                    {"profile", "D3S1358 " + std::to_string(10 + random.below(9)) + ",16"}};
    return entry;
}

void Trial::add_photograph(Random& random, const std::vector<testing::Known>& known, Batch& batch) const {
    const testing::Known* specimen = any(random, known, "specimen");
    if (specimen == nullptr) {
        return;
    }
    std::string bytes(1 + random.below(100'000), '\0');
    for (char& byte : bytes) {
        byte = static_cast<char>(random.below(256));
    }
    const std::string sha256 = ledger::hex(ledger::sha256(bytes));
    const fs::path file = folder_ / sha256;
    std::ofstream(file, std::ios::binary) << bytes;
    batch.blobs.push_back({sha256, file});
    NewEntry entry;
    entry.kind = "photograph";
    entry.fields = {{"of", "specimen:" + specimen->key},
                    {"sha256", sha256},
                    {"bytes", std::to_string(bytes.size())},
                    {"media_type", "image/jpeg"}};
    batch.entries.push_back(std::move(entry));
}

Batch Trial::draw(Random& random, const Batch* before) {
    Batch batch;
    batch.after = before != nullptr ? before->after : history_;
    batch.first = before != nullptr ? before->first + before->entries.size() : acknowledged_size();
    const std::size_t count = 1 + random.below(8);
    while (batch.entries.size() < count) {
        const std::size_t had = batch.entries.size();
        if (random.chance(0.1)) {
            NewEntry entry = result(random, batch.after.known());
            if (!entry.kind.empty()) {
                batch.entries.push_back(std::move(entry));
            }
        } else if (random.chance(0.04)) {
            add_photograph(random, batch.after.known(), batch);
        }
        if (batch.entries.size() == had) {
            batch.entries.push_back(batch.after.next(batch.first + had));
        }
    }
    ++drawn_;
    for (std::size_t i = 0; i < count; ++i) {
        batch.entries[i].source =
            "batch " + std::to_string(drawn_) + ", " + std::to_string(i + 1) + " of " + std::to_string(count);
    }
    return batch;
}

Result<Acknowledged> Trial::record(Register& on, const Batch& batch) const {
    auto recorded = on.record(batch.entries, author_, *key_, vocabulary_, batch.blobs);
    if (!recorded) {
        return fail(recorded.error());
    }
    if (!recorded->problems.empty()) {
        throw std::runtime_error("a batch does not fit: " + recorded->problems.front().text());
    }
    return Acknowledged{recorded->head->head.size, recorded->head->head.root};
}

void Trial::acknowledge(const Batch& batch, const Acknowledged& head) {
    acknowledged_.push_back(head);
    history_ = batch.after;
}

std::vector<std::string> Trial::compare(const std::vector<store::EntryRow>& rows, const Batch* in_flight,
                                        Acknowledged& found) const {
    std::vector<std::string> flaws;
    ledger::Frontier frontier;
    std::size_t next = 0;
    for (const store::EntryRow& row : rows) {
        frontier.append(ledger::leaf_hash(row.text));
        if (next < acknowledged_.size() && frontier.size() == acknowledged_[next].size) {
            if (frontier.root() != acknowledged_[next].root) {
                flaws.push_back("the first " + std::to_string(frontier.size()) +
                                " entries are not those that were acknowledged: root " + hash_text(frontier.root()) +
                                ", expected " + hash_text(acknowledged_[next].root));
            }
            ++next;
        }
    }
    found = {frontier.size(), frontier.root()};
    const std::uint64_t known = acknowledged_size();
    if (found.size < known) {
        flaws.push_back("acknowledged entries are lost: " + std::to_string(found.size) + " are there of " +
                        std::to_string(known));
    }
    const std::size_t more = found.size > known ? found.size - known : 0;
    if (more == 0) {
        return flaws;
    }
    if (in_flight == nullptr || more != in_flight->entries.size()) {
        flaws.push_back(std::to_string(more) + " entries stand behind the acknowledged ones; being written were " +
                        std::to_string(in_flight == nullptr ? 0 : in_flight->entries.size()));
        return flaws;
    }
    for (std::size_t i = 0; i < more; ++i) {
        const auto entry = ledger::decode(rows[known + i].text);
        if (!entry || entry->source != in_flight->entries[i].source || entry->kind != in_flight->entries[i].kind) {
            flaws.push_back("entry " + std::to_string(known + i) + " is not that of the batch being written");
        }
    }
    return flaws;
}

Judgement Trial::judge(Register& on, const Batch* in_flight) {
    Judgement judgement;
    // A server may still be at work for the writer that is gone; who writes waits for its end.
    auto settled = on.store().write([](store::Writer&) -> Result<void> { return {}; });
    std::vector<store::EntryRow> rows;
    auto read = on.store().read([&](store::Reader& reader) -> Result<void> {
        reader.each_entry(0, UINT64_MAX, [&](store::EntryRow& row) {
            rows.push_back(std::move(row));
            return true;
        });
        return {};
    });
    if (!settled || !read) {
        judgement.flaws.push_back("after recovery: " + (settled ? read.error() : settled.error()).text());
        return judgement;
    }
    Acknowledged found;
    judgement.flaws = compare(rows, in_flight, found);
    judgement.in_flight_recorded = found.size > acknowledged_size();
    const auto verified = on.verify();
    if (!verified) {
        judgement.flaws.push_back("verify: " + verified.error().text());
        return judgement;
    }
    for (const Flaw& flaw : verified->flaws) {
        judgement.flaws.push_back("verify: " + flaw.what);
    }
    if (verified->size != found.size) {
        judgement.flaws.push_back("verify counted " + std::to_string(verified->size) + " entries of " +
                                  std::to_string(found.size));
    }
    if (judgement.flaws.empty() && judgement.in_flight_recorded) {
        acknowledge(*in_flight, found);
    }
    return judgement;
}

Register opened(const std::string& url) {
    auto found = Register::open(url);
    if (!found) {
        throw std::runtime_error("the register does not open after recovery: " + found.error().text());
    }
    return *std::move(found);
}

} // namespace muster::fault
