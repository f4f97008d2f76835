#include "index_file.hpp"
#include "thread_count.hpp"

#include <algorithm>
#include <mutex>
#include <tbb/parallel_for.h>

namespace muster {
namespace {

constexpr std::size_t most_rows = std::size_t{1} << 25;           ///< of a block: their offsets are 32 bits
constexpr std::size_t most_shared_numbers = std::size_t{1} << 25; ///< of tables that are kept for others

/// Tables that were made already: for another target, or by the earlier index.
class KnownTables {
  public:
    explicit KnownTables(const FamilyIndex* earlier) : earlier_(earlier) {
        if (earlier == nullptr) {
            return;
        }
        for (std::size_t t = 0; t < earlier->facts().targets.size(); ++t) {
            const Target& target = earlier->facts().targets[t];
            for (std::size_t u = 0; u < target.made_from.size() && target.answered; ++u) {
                place_.try_emplace(target.made_from[u], t, u);
            }
        }
    }

    Result<UnitTable> get(const Checksum& key, const std::function<Result<UnitTable>()>& make) {
        {
            const std::lock_guard lock(mutex_);
            if (const auto at = shared_.find(key); at != shared_.end()) {
                ++shared_count_;
                return at->second;
            }
        }
        auto table = from_earlier(key);
        const bool reused = table.has_value();
        if (!table) {
            auto made = make();
            if (!made) {
                return made;
            }
            table = *std::move(made);
        }
        const std::lock_guard lock(mutex_);
        ++(reused ? reused_count_ : made_count_);
        if (numbers_ < most_shared_numbers) {
            numbers_ += table->related().size() * 2;
            shared_.try_emplace(key, *table);
        }
        return *std::move(table);
    }

    void count(IndexSummary& out) const {
        out.tables_made = made_count_;
        out.tables_reused = reused_count_;
        out.tables_shared = shared_count_;
    }

  private:
    [[nodiscard]] std::optional<UnitTable> from_earlier(const Checksum& key) const {
        const auto at = place_.find(key);
        if (at == place_.end()) {
            return std::nullopt;
        }
        const auto [target, unit] = at->second;
        const auto numbers = earlier_->numbers(target);
        if (!numbers) { // damaged: made anew
            return std::nullopt;
        }
        return UnitTable::of((*numbers)[unit], earlier_->facts().targets[target].is(unit, Target::contradictory));
    }

    const FamilyIndex* earlier_;
    std::map<Checksum, std::pair<std::size_t, std::size_t>> place_; ///< in the earlier index
    std::mutex mutex_;
    std::map<Checksum, UnitTable> shared_;
    std::size_t numbers_ = 0;
    std::size_t made_count_ = 0;
    std::size_t reused_count_ = 0;
    std::size_t shared_count_ = 0;
};

bool is_unbounded(const UnitTable& table) {
    for (std::size_t g = 0; g < table.related().size(); ++g) {
        if (table.related()[g] > 0.0 && !(table.unrelated()[g] > 0.0)) {
            return true;
        }
    }
    return false;
}

/// A target with its exact record.
struct Made {
    Target target;
    std::vector<double> record;
    std::vector<UnitNumbers> numbers; ///< in `tables`
    std::vector<UnitTable> tables;
    std::vector<std::string> warnings;
};

class Builder {
  public:
    Builder(const IndexSource& source, const IndexOptions& options)
        : source_(source), options_(options), layout_(IndexLayout::of(source.units, source.loci, source.theta)),
          known_(options.earlier != nullptr && options.earlier->facts().program == options.program ? options.earlier
                                                                                                   : nullptr) {}

    Result<IndexSummary> run(NewFile& file) {
        facts_.program = options_.program;
        facts_.name = source_.name;
        facts_.against = source_.against;
        facts_.simulated = source_.simulated;
        facts_.mutation = source_.mutation;
        facts_.theta = source_.theta;
        facts_.populations = source_.populations;
        facts_.loci = source_.loci;
        facts_.units = source_.units;
        facts_.references = source_.references;
        facts_.warnings = source_.warnings;
        for (const Unit& unit : source_.units) {
            if (unit.loci.size() > 2) {
                return fail(ErrorKind::unanswerable,
                            unit.name + ": more than two linked loci have no table; split the group in pairs");
            }
        }
        if (layout_.rows > most_rows) {
            return fail(ErrorKind::unanswerable, "the loci have " + std::to_string(layout_.rows) +
                                                     " genotypes in all, more than an index holds (" +
                                                     std::to_string(most_rows) + "); leave out the widest");
        }
        const std::size_t blocks = (source_.targets + block_lanes - 1) / block_lanes;
        const auto page = [](std::size_t n) { return (n + index_page - 1) / index_page * index_page; };
        head_.coarse_offset = page(sizeof head_);
        head_.numbers_offset = page(head_.coarse_offset + blocks * layout_.rows * block_lanes * sizeof(std::int16_t));
        head_.facts_offset = page(head_.numbers_offset + source_.targets * layout_.numbers * sizeof(double));
        tbb::task_arena arena(thread_count(options_.threads));
        for (std::size_t b = 0; b < blocks; ++b) {
            if (auto done = add_block(b, arena, file); !done) {
                return fail(done.error());
            }
            const std::size_t done = std::min(source_.targets, (b + 1) * block_lanes);
            if (options_.progress && !options_.progress(done, source_.targets)) {
                return fail(ErrorKind::interrupted, "stopped before all families were prepared");
            }
        }
        known_.count(summary_);
        summary_.targets = source_.targets;
        return finish(file);
    }

  private:
    [[nodiscard]] Result<Made> make(std::size_t at) {
        auto question = source_.target(at);
        if (!question) {
            return fail(question.error());
        }
        const Sought& person = question->person;
        Made out;
        out.target = {person.name, question->family, question->sex, person.population, question->prior};
        for (const Unit& unit : source_.units) {
            out.target.made_from.push_back(table_key(person, source_.loci, unit, source_.theta));
        }
        const TableSource tables = [&](std::size_t u, const std::function<Result<UnitTable>()>& make_one) {
            return known_.get(out.target.made_from[u], make_one);
        };
        auto made = person_tables(person, source_.loci, source_.units, source_.theta, Exclusions::left_out, tables);
        out.record.assign(layout_.numbers, 0.0);
        if (!made) {
            if (made.error().kind != ErrorKind::unanswerable) {
                return fail(made.error());
            }
            out.target.answered = false; // one family too entangled does not stop the others
            out.target.flags.assign(source_.units.size(), 0);
            out.target.numbers = checksum_of(out.record.data(), out.record.size() * sizeof(double));
            out.warnings.push_back("NOT COMPUTED: " + made.error().text());
            return out;
        }
        out.warnings = std::move(made->warnings);
        for (std::size_t u = 0; u < made->units.size(); ++u) {
            const UnitTable& table = made->units[u];
            const UnitLayout& unit = layout_.units[u];
            out.target.flags.push_back(static_cast<std::uint8_t>(
                (made->unit_informative[u] ? Target::informative : 0) | (table.hemizygous() ? Target::hemizygous : 0) |
                (table.contradictory() ? Target::contradictory : 0) | (is_unbounded(table) ? Target::unbounded : 0)));
            auto at_unit = out.record.begin() + static_cast<std::ptrdiff_t>(unit.first_number);
            std::copy(table.related().begin(), table.related().end(), at_unit);
            if (source_.theta > 0.0) {
                std::copy(table.unrelated().begin(), table.unrelated().end(),
                          at_unit + static_cast<std::ptrdiff_t>(unit.numbers));
            }
        }
        out.target.numbers = checksum_of(out.record.data(), out.record.size() * sizeof(double));
        out.tables = std::move(made->units);
        for (const UnitTable& table : out.tables) {
            out.numbers.push_back(table.numbers());
        }
        return out;
    }

    [[nodiscard]] Result<void> add_block(std::size_t b, tbb::task_arena& arena, NewFile& file) {
        const std::size_t first = b * block_lanes;
        const std::size_t count = std::min(block_lanes, source_.targets - first);
        std::vector<Result<Made>> made(count, Made{});
        arena.execute(
            [&] { tbb::parallel_for(std::size_t{0}, count, [&](std::size_t k) { made[k] = make(first + k); }); });
        std::vector<std::vector<UnitNumbers>> numbers;
        for (std::size_t k = 0; k < count; ++k) {
            if (!made[k]) {
                return fail(made[k].error());
            }
            const std::string_view bytes(reinterpret_cast<const char*>(made[k]->record.data()), // NOLINT
                                         layout_.numbers * sizeof(double));
            if (auto written = file.write_at(head_.numbers_offset + (first + k) * bytes.size(), bytes); !written) {
                return written;
            }
            summary_.unanswered += made[k]->target.answered ? 0 : 1;
            numbers.push_back(std::move(made[k]->numbers));
            facts_.targets.push_back(std::move(made[k]->target));
            for (std::string& warning : made[k]->warnings) {
                facts_.warnings.push_back(std::move(warning));
            }
        }
        const CoarseBlock coarse = coarse_block(layout_, std::span(facts_.targets).subspan(first), numbers);
        const std::string_view bytes(reinterpret_cast<const char*>(coarse.rows.data()), // NOLINT
                                     coarse.rows.size() * sizeof(std::int16_t));
        facts_.scales.push_back(coarse.scale);
        facts_.coarse_checksums.push_back(checksum_of(bytes));
        return file.write_at(head_.coarse_offset + b * bytes.size(), bytes);
    }

    [[nodiscard]] Result<IndexSummary> finish(NewFile& file) {
        const std::string facts = facts_bytes(facts_);
        head_.facts_size = facts.size();
        head_.facts = checksum_of(facts);
        const std::string_view head(reinterpret_cast<const char*>(&head_), sizeof head_); // NOLINT
        head_.head = checksum_of(head.substr(0, offsetof(IndexHead, head)));
        for (const auto& [offset, bytes] :
             {std::pair<std::size_t, std::string_view>(head_.facts_offset, facts), {0, head}}) {
            if (auto written = file.write_at(offset, bytes); !written) {
                return fail(written.error());
            }
        }
        auto done = file.finish();
        return done ? Result<IndexSummary>(summary_) : fail(done.error());
    }

    const IndexSource& source_;
    const IndexOptions& options_;
    IndexLayout layout_;
    KnownTables known_;
    IndexHead head_;
    IndexFacts facts_;
    IndexSummary summary_;
};

} // namespace

IndexSource missing_persons(const Case& subject, bool mutation) {
    IndexSource out;
    const CaseInput& input = subject.input();
    out.name = input.name;
    out.simulated = input.simulated;
    out.mutation = mutation;
    out.theta = input.theta;
    out.populations = input.populations;
    out.warnings = input.notes;
    for (const Locus& locus : input.loci) {
        out.loci.push_back(mutation ? locus : locus.without_mutation());
    }
    for (const auto& [person, profile] : input.references) {
        out.references.push_back(person);
    }
    out.units = units_of(subject);
    out.targets = input.missing.size();
    out.target = [&subject, loci = out.loci](std::size_t i) -> Result<TargetQuestion> {
        const MissingPerson& missing = subject.input().missing[i];
        auto person = sought(subject, loci, missing);
        if (!person) {
            return fail(person.error());
        }
        const Sex sex = has_open_sex(subject, missing)
                            ? Sex::unknown
                            : subject.pedigree().member(*subject.pedigree().find(missing.person)).sex;
        return TargetQuestion{*std::move(person), missing.family, sex, missing.prior};
    };
    return out;
}

Result<IndexSummary> build_index(const IndexSource& source, const std::filesystem::path& path,
                                 const IndexOptions& options) {
    auto file = NewFile::create(path);
    return file ? Builder(source, options).run(*file) : fail(file.error());
}

} // namespace muster
