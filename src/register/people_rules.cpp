#include "claim.hpp"
#include "rules.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace muster {
Claim claim_of(Tables& tables, Thing& statement) {
    Claim claim;
    const auto text = [&](std::string_view field) { return text_of(statement, field); };
    claim.qualifier = text("qualifier");
    claim.unit = text("unit");
    if (claim.unit.empty()) {
        claim.unit = text_of(tables.target_in(statement, "topic"), "unit");
    }
    claim.dated = !text("as_of").empty();
    claim.as_of = time_of(statement, "as_of");
    const std::string value = text("value");
    const std::string low = text("low");
    const std::string high = text("high");
    claim.value = !value.empty() ? value
                  : low.empty()  ? "up to " + high
                  : high.empty() ? low + " or more"
                                 : low + " to " + high;
    if (!value.empty()) {
        const double number = std::strtod(value.c_str(), nullptr);
        const bool vague = claim.qualifier == "about" || claim.qualifier == "believed";
        const bool above = claim.qualifier == "more than" || claim.qualifier == "at least";
        const bool below = claim.qualifier == "less than" || claim.qualifier == "at most";
        // "About" is read as within a twentieth.
        claim.low = below ? claim.low : vague ? number * 0.95 : number;
        claim.high = above ? claim.high : vague ? number * 1.05 : number;
    } else {
        claim.low = low.empty() ? claim.low : std::strtod(low.c_str(), nullptr);
        claim.high = high.empty() ? claim.high : std::strtod(high.c_str(), nullptr);
    }
    return claim;
}

std::string words_of(const Claim& claim) {
    return (claim.qualifier.empty() ? "" : claim.qualifier + " ") + claim.value + " " + claim.unit;
}

namespace {

/// How two statements about one topic differ; empty: they say the same, or speak of different times.
std::string difference(const Claim& a, const Claim& b) {
    if (a.dated && b.dated && (a.as_of.before(b.as_of) || b.as_of.before(a.as_of))) {
        return {};
    }
    if (a.unit != b.unit) {
        return "counts something else";
    }
    if (a.low > b.high || b.low > a.high) {
        return "contradicts";
    }
    return a.value != b.value || a.qualifier != b.qualifier ? "differs, though both may be true" : "";
}

} // namespace

void judge_topic(Tables& tables, Thing& topic, Verdicts& verdicts) {
    const auto statements = sources(tables, topic, "statement", "topic");
    std::vector<Claim> claims;
    for (Thing* statement : statements) {
        claims.push_back(claim_of(tables, *statement));
    }
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const Claim& mine = claims[i];
        std::string detail;
        for (std::size_t j = 0; j < i; ++j) {
            const Claim& other = claims[j];
            if (const std::string how = difference(mine, other); !how.empty()) {
                detail += (detail.empty() ? "" : "; ") + how + ": " + words_of(other) + ", " +
                          text_of(*statements[j], "source") + " (" + std::string(statements[j]->ref) + ")";
            }
        }
        give(verdicts, *statements[i], "statements differ",
             detail.empty() ? ""
                            : std::string(key_of(topic.ref)) + ": " + words_of(mine) + ", " +
                                  text_of(*statements[i], "source") + "; " + detail);
    }
}

void judge_publications(Tables& tables, Thing& missing, Verdicts& verdicts) {
    const auto told = sources(tables, missing, "notification", "missing");
    for (Thing* publication : sources(tables, missing, "publication", "missing")) {
        const Moment on = time_of(*publication, "on");
        const bool before =
            std::any_of(told.begin(), told.end(), [&](const Thing* one) { return !on.before(time_of(*one, "on")); });
        give(verdicts, *publication, "published before notification",
             before ? "" : std::string(missing.ref) + ": the family was not told by " + text_of(*publication, "on"));
    }
}

void judge_identifications(Tables& tables, Thing& individual, Verdicts& verdicts) {
    std::vector<std::pair<Thing*, Thing*>> in_force; // with the person
    for (Thing* one : sources(tables, individual, "identification", "individual")) {
        give(verdicts, *one, "identified as two persons", {});
        if (!sources(tables, *one, "signature", "of").empty()) {
            in_force.emplace_back(one, &tables.target_in(*one, "person"));
        }
    }
    for (std::size_t i = 1; i < in_force.size(); ++i) {
        const auto [mine, person] = in_force[i];
        std::string others;
        for (std::size_t j = 0; j < i; ++j) {
            if (in_force[j].second != person) {
                others += (others.empty() ? "" : ", ") + std::string(in_force[j].second->ref) + " (" +
                          std::string(in_force[j].first->ref) + ")";
            }
        }
        if (!others.empty()) {
            give(verdicts, *mine, "identified as two persons",
                 std::string(individual.ref) + " is signed to be " + std::string(person->ref) + ", and to be " +
                     others);
        }
    }
}

} // namespace muster
