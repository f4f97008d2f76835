#include "muster/report/tables.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <string_view>

namespace muster {
namespace {

/// Adds one record; the fields are already quoted where needed.
void record(std::string& out, std::initializer_list<std::string_view> fields) {
    bool first = true;
    for (const std::string_view field : fields) {
        if (!first) {
            out += ',';
        }
        first = false;
        out += field;
    }
    out += "\r\n";
}

bool has_lr(const Pair& pair) {
    return pair.status == PairStatus::ok || pair.status == PairStatus::excluded;
}

const char* word(PairStatus status) {
    switch (status) {
    case PairStatus::ok: return "ok";
    case PairStatus::excluded: return "excluded";
    case PairStatus::sex: return "sex";
    case PairStatus::not_considered: return "not_considered";
    }
    return "";
}

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        if (!out.empty()) {
            out += ';';
        }
        out += name;
    }
    return out;
}

void candidate_record(std::string& out, const Identification& id, std::size_t sample, std::size_t person,
                      const std::string& rank) {
    const Pair& pair = id.pairs[sample][person];
    record(out, {csv_field(id.samples[sample]), rank, csv_field(id.persons[person]), csv_field(id.families[person]),
                 has_lr(pair) ? csv_number(pair.log10_lr) : std::string(), csv_number(id.posterior[sample][person]),
                 std::to_string(pair.loci_compared), word(pair.status)});
}

} // namespace

std::string csv_number(double value) {
    if (std::isinf(value)) {
        return value < 0 ? "-inf" : "inf";
    }
    std::array<char, 40> buffer{};
    // Adding zero turns −0 into 0. to_chars, unlike printf, does not ask the locale for its decimal comma.
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value + 0.0, std::chars_format::general, 12);
    return std::string(buffer.data(), end.ptr);
}

std::string lr_matrix_csv(const Identification& id) {
    std::string out("sample");
    for (const std::string& person : id.persons) {
        out += ',';
        out += csv_field(person);
    }
    out += "\r\n";
    for (std::size_t s = 0; s < id.samples.size(); ++s) {
        out += csv_field(id.samples[s]);
        for (const Pair& pair : id.pairs[s]) {
            out += ',';
            if (has_lr(pair)) {
                out += csv_number(pair.log10_lr);
            }
        }
        out += "\r\n";
    }
    return out;
}

std::string candidates_csv(const Identification& id) {
    std::string out("sample,rank,person,family,log10_lr,posterior,loci_compared,status\r\n");
    for (std::size_t s = 0; s < id.samples.size(); ++s) {
        std::size_t rank = 0;
        for (const Candidate& candidate : id.by_sample[s]) {
            candidate_record(out, id, s, candidate.other, std::to_string(++rank));
        }
        for (std::size_t p = 0; p < id.persons.size(); ++p) {
            const PairStatus status = id.pairs[s][p].status;
            if (status == PairStatus::excluded || status == PairStatus::sex) {
                candidate_record(out, id, s, p, {});
            }
        }
    }
    return out;
}

std::string loci_csv(const Identification& id) {
    std::string out("sample,person,locus,log10_lr\r\n");
    for (std::size_t s = 0; s < id.samples.size(); ++s) {
        for (std::size_t p = 0; p < id.persons.size(); ++p) {
            for (const LocusLine& line : id.pairs[s][p].lines) {
                if (line.compared) {
                    record(out, {csv_field(id.samples[s]), csv_field(id.persons[p]), csv_field(line.name),
                                 csv_number(line.log10_lr)});
                }
            }
        }
    }
    return out;
}

std::string exclusions_csv(const Identification& id) {
    std::string out("sample,person,family,status,count,loci\r\n");
    for (std::size_t s = 0; s < id.samples.size(); ++s) {
        for (std::size_t p = 0; p < id.persons.size(); ++p) {
            const Pair& pair = id.pairs[s][p];
            if (has_lr(pair) && (pair.status == PairStatus::excluded || !pair.excluding.empty())) {
                record(out,
                       {csv_field(id.samples[s]), csv_field(id.persons[p]), csv_field(id.families[p]),
                        word(pair.status), std::to_string(pair.excluding.size()), csv_field(joined(pair.excluding))});
            }
        }
    }
    return out;
}

} // namespace muster
