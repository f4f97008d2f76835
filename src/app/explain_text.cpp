#include "explain_text.hpp"

#include "muster/report/words.hpp"
#include "text_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace muster {
namespace {

constexpr std::size_t most_rivals = 6;
constexpr std::size_t most_relatives = 6; ///< columns of the table of loci
constexpr std::size_t most_moves = 8;     ///< samples named in which two assignments differ

template <class... Args> std::string format(const char* pattern, Args... args) {
    char text[200];
    std::snprintf(text, sizeof text, pattern, args...);
    return text;
}

std::vector<std::size_t> typed_relatives(const Explained& what) {
    const Pedigree& pedigree = what.subject.pedigree();
    std::vector<std::size_t> out;
    for (std::size_t m : pedigree.family_of(*pedigree.find(what.pairwise.persons[what.person]))) {
        if (what.subject.input().references.contains(pedigree.member(m).id)) {
            out.push_back(m);
        }
    }
    return out;
}

std::string family_lines(const Explained& what) {
    const Pedigree& pedigree = what.subject.pedigree();
    const std::string& person = what.pairwise.persons[what.person];
    const std::size_t self = *pedigree.find(person);
    std::string typed;
    std::string missing;
    std::string untyped;
    const auto add = [](std::string& list, const std::string& one) { list += (list.empty() ? "" : ", ") + one; };
    for (std::size_t m : pedigree.family_of(self)) {
        const std::string& id = pedigree.member(m).id;
        const std::string named = id + " (" + report::relation(pedigree, self, m) + ")";
        if (what.subject.input().references.contains(id)) {
            add(typed, named);
        } else if (m != self && std::find(what.pairwise.persons.begin(), what.pairwise.persons.end(), id) !=
                                    what.pairwise.persons.end()) {
            add(missing, named);
        } else if (m != self) {
            add(untyped, named);
        }
    }
    std::string out = "Family " + what.pairwise.families[what.person] + "\n";
    out += "  typed: " + (typed.empty() ? "nobody" : typed) + "\n";
    out += missing.empty() ? "" : "  also missing: " + missing + "\n";
    out += untyped.empty() ? "" : "  not typed: " + untyped + "\n";
    return out;
}

std::string locus_lines(const Explained& what, const Pair& pair) {
    if (pair.status == PairStatus::sex) {
        return "The sexes differ: they are not compared.\n";
    }
    if (pair.status == PairStatus::not_considered) {
        return "Outside the pairings of the case: they are not compared.\n";
    }
    const Pedigree& pedigree = what.subject.pedigree();
    std::vector<std::size_t> relatives = typed_relatives(what);
    relatives.resize(std::min(relatives.size(), most_relatives));
    std::vector<std::string> header{"locus", what.pairwise.samples[what.sample]};
    std::vector<ConsensusProfile> seen{consensus(what.subject.input().remains[what.sample])};
    for (std::size_t m : relatives) {
        header.push_back(pedigree.member(m).id);
        seen.push_back(consensus(what.subject.input().references.at(pedigree.member(m).id)));
    }
    header.insert(header.end(), {"log10 LR", "note"});
    TextTable table(header);
    table.keep_header();
    table.align_right(seen.size() + 1, seen.size() + 2);
    for (const LocusLine& line : pair.lines) {
        std::vector<std::string> row{line.name};
        for (const ConsensusProfile& profile : seen) {
            std::string cell;
            for (std::size_t from = 0; from <= line.name.size();) { // a linked pair is named "A+B"
                const std::size_t plus = std::min(line.name.find('+', from), line.name.size());
                cell += (cell.empty() ? "" : " ") + report::alleles(profile, line.name.substr(from, plus - from));
                from = plus + 1;
            }
            row.push_back(cell);
        }
        const bool excludes =
            std::find(pair.excluding.begin(), pair.excluding.end(), line.name) != pair.excluding.end();
        row.push_back(!line.compared ? "–" : std::isinf(line.log10_lr) ? "excluded" : format("%.3f", line.log10_lr));
        row.emplace_back(!line.compared              ? "not compared"
                         : !excludes                 ? ""
                         : std::isinf(line.log10_lr) ? "does not fit"
                                                     : "fits only by mutation or dropout");
        table.add(std::move(row));
    }
    return table.text("  ");
}

std::string name_in(const JointAnswer& answer, std::size_t person) {
    return person == Assignment::nobody ? "nobody on the roster" : answer.persons[person];
}

/// Whom the samples are in one assignment that are somebody else in the other.
std::string moves(const JointAnswer& answer, const Assignment& here, const Assignment& there) {
    std::string out;
    std::size_t count = 0;
    for (std::size_t i = 0; i < answer.samples.size(); ++i) {
        if (here.person[i] != there.person[i] && ++count <= most_moves) {
            out += (out.empty() ? "" : "; ") + answer.samples[i] + " = " + name_in(answer, here.person[i]);
        }
    }
    return out + (count > most_moves ? format(" and %zu more", count - most_moves) : "");
}

/// Another sample that takes the person, or a place of his family, where he is not this sample.
std::string because(const Explained& what, const Assignment& with, const Assignment& without) {
    const JointAnswer& answer = *what.joint;
    const std::string& sample = answer.samples[what.sample];
    const std::string& person = answer.persons[what.person];
    std::string out;
    for (std::size_t i = 0; i < answer.samples.size(); ++i) {
        if (i != what.sample && without.person[i] == what.person) {
            out += " " + answer.samples[i] + " is then " + person + ".";
        }
    }
    const std::size_t instead = without.person[what.sample];
    if (instead != Assignment::nobody && what.pairwise.families[instead] == what.pairwise.families[what.person]) {
        const Pedigree& pedigree = what.subject.pedigree();
        out += " " + sample + " is then " + answer.persons[instead] + ", " + person + "'s " +
               report::relation(pedigree, *pedigree.find(person), *pedigree.find(answer.persons[instead])) + ".";
    }
    const double together = with.log10_lr - without.log10_lr; // other evidence in it
    const Pair& other =
        instead == Assignment::nobody ? Pair{PairStatus::ok} : what.pairwise.pairs[what.sample][instead];
    const double alone = what.pairwise.pairs[what.sample][what.person].log10_lr - other.log10_lr;
    if (std::abs(together - alone) > 0.1) {
        out += format(" By this sample alone the LR would be %s; with the other samples it is %s.",
                      ratio(alone).c_str(), ratio(together).c_str());
    }
    return out;
}

/// Which of the two is more probable, and how that follows from data and prior: the numbers multiply up.
std::string odds_words(const Assignment& with, const Assignment& without) {
    const double odds = std::log10(with.posterior) - std::log10(without.posterior);
    const double lr = with.log10_lr - without.log10_lr;
    std::string out = std::abs(odds) < 1e-6 ? "The two are equally probable: what is typed cannot tell them apart."
                      : odds > 0.0          ? "The first is " + ratio(odds) + " times as probable."
                                            : "The second is " + ratio(-odds) + " times as probable.";
    return out + " Posterior odds of the first against the second " + ratio(odds) + " = LR " + ratio(lr) +
           " × prior odds " + ratio(odds - lr) + ".";
}

/// "Pairwise LR 31, posterior 0.9; "
std::string pairwise_words(const Explained& what) {
    const Pair& pair = what.pairwise.pairs[what.sample][what.person];
    if (pair.status == PairStatus::sex || pair.status == PairStatus::not_considered) {
        return "Pairwise not compared, no LR; ";
    }
    return "Pairwise LR " + ratio(pair.log10_lr) +
           format(", posterior %.6f; ", what.pairwise.posterior[what.sample][what.person]);
}

std::string joint_lines(const Explained& what) {
    if (what.joint == nullptr) {
        return "Not weighed together with the other samples; the warnings of muster identify say why.\n";
    }
    const JointAnswer& answer = *what.joint;
    const std::string& sample = answer.samples[what.sample];
    const std::string& person = answer.persons[what.person];
    std::string out = pairwise_words(what) + format("jointly %.6f.\n", answer.posterior[what.sample][what.person]);
    if (!answer.contrast) {
        return out + "The joint posterior was sampled: single assignments are not set against each other.\n";
    }
    const auto& [with, without] = *answer.contrast;
    if (!with) {
        return out + "There is no possible assignment in which " + sample + " is " + person + ".\n";
    }
    if (!without) {
        return out + "There is no possible assignment in which it is not.\n";
    }
    const std::string here = moves(answer, *with, *without);
    const std::string there = moves(answer, *without, *with);
    out += "Best assignment with it: " + here + "\n";
    out += "Best without it:         " + there + "\n";
    return out + odds_words(*with, *without) + because(what, *with, *without) + "\n";
}

std::vector<Rival> rivals_of(const Explained& what) {
    const Identification& id = what.pairwise;
    const JointAnswer* joint = what.joint;
    std::vector<Rival> out;
    for (std::size_t j = 0; j < id.persons.size(); ++j) {
        const Pair& pair = id.pairs[what.sample][j];
        if (pair.status == PairStatus::ok) {
            out.push_back({id.persons[j], pair.log10_lr, id.posterior[what.sample][j],
                           joint == nullptr ? std::nullopt : std::optional(joint->posterior[what.sample][j])});
        }
    }
    out.push_back({"nobody on the roster", 0.0, id.posterior_none[what.sample], std::nullopt});
    if (joint != nullptr) {
        const std::vector<double>& unknown = joint->unknown[what.sample];
        out.back().together = std::accumulate(unknown.begin(), unknown.end(), 0.0);
    }
    return out;
}

} // namespace

std::string ratio(double log10) {
    return std::isinf(log10)
               ? (log10 < 0.0 ? "0" : "infinite")
               : (std::abs(log10) < 300.0 ? format("%.3g", std::pow(10.0, log10)) : format("10^%.1f", log10));
}

std::string question_text(const Explained& what) {
    return std::string(what.subject.input().simulated ? "SIMULATED DATA: nobody in this case ever lived.\n" : "") +
           "Is " + what.pairwise.samples[what.sample] + " " + what.pairwise.persons[what.person] + "?\n\n";
}

std::string evidence_text(const Explained& what) {
    const Pair& pair = what.pairwise.pairs[what.sample][what.person];
    std::string out = family_lines(what) + "\nEvidence, locus by locus\n" + locus_lines(what, pair);
    if (pair.status == PairStatus::ok || pair.status == PairStatus::excluded) {
        out += format("  In all: log10 LR %s (LR %s) over %zu loci, against an unrelated person\n",
                      std::isinf(pair.log10_lr) ? "−∞" : format("%.3f", pair.log10_lr).c_str(),
                      ratio(pair.log10_lr).c_str(), pair.loci_compared);
    }
    return out;
}

std::string rival_text(std::vector<Rival> rivals, const std::string& asked, std::size_t more) {
    std::stable_sort(rivals.begin(), rivals.end(), [](const Rival& a, const Rival& b) {
        return std::pair(a.together, a.alone) > std::pair(b.together, b.alone);
    });
    const bool together = !rivals.empty() && rivals.front().together.has_value();
    std::vector<std::string> header{"who", "log10 LR", "alone"};
    if (together) {
        header.emplace_back("together");
    }
    TextTable table(header);
    table.align_right(1, header.size());
    std::size_t shown = 0;
    for (const Rival& one : rivals) {
        if (shown >= most_rivals && one.name != asked) {
            continue;
        }
        ++shown;
        std::vector<std::string> row{one.name, std::isinf(one.log10_lr) ? "excluded" : format("%.3f", one.log10_lr),
                                     format("%.6f", one.alone)};
        if (together) {
            row.push_back(format("%.6f", one.together.value_or(0.0)));
        }
        table.add(std::move(row));
    }
    more += rivals.size() - shown;
    return table.text("  ") + (more > 0 ? format("  and %zu more\n", more) : "");
}

std::string explain_text(const Explained& what) {
    std::string out = question_text(what) + "Prior\n  alone: " + what.pairwise.prior + "\n";
    out += what.joint == nullptr ? "" : "  together: " + what.joint->prior + "\n";
    out += "\n" + evidence_text(what) + "\nWho else it may be (posterior alone" +
           (what.joint == nullptr ? "" : " and together") + ")\n" +
           rival_text(rivals_of(what), what.pairwise.persons[what.person], 0);
    return out + "\nTogether with the other samples\n" + joint_lines(what);
}

} // namespace muster
