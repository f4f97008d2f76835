#include "access.hpp"

#include "muster/register/kinds.hpp"

#include <algorithm>

namespace muster {
namespace {

using enum Action;

// Columns: custodian, anthropologist, odontologist, DNA analyst, historian, family case manager, medical examiner,
// reviewer, auditor, administrator.
constexpr std::array rows{
    ActionRow{look_up, "xxxxxxxxxx", false, "open the register, look for a record by its name"},
    ActionRow{record_field, "x...x.....", false, "record parties, commitments, operations, sites and searches"},
    ActionRow{record_custody, "x.........", false,
              "record custody: turnovers, cases, legs, accessions, releases, burials"},
    ActionRow{record_specimens, "xxxx......", false, "record specimens, masses, cuts, samples, requests, dispositions"},
    ActionRow{record_typing, "...x......", false, "record laboratory work: extractions, results, profiles"},
    ActionRow{record_sorting, ".xxx..x...", false, "record individuals, assignments, associations"},
    ActionRow{record_examinations, ".xx...x...", false, "record examinations"},
    ActionRow{record_roster, "....xx....", true, "record the roster: persons, status, publications"},
    ActionRow{record_references, "...x.x....", true, "record reference samples of relatives"},
    ActionRow{record_families, ".....x....", true, "record families, consent, contacts, notifications"},
    ActionRow{record_sources, "....x.....", false, "record sources, topics, statements, figures, explanations"},
    ActionRow{compare, "...x..xx..", true, "compare remains with families (identification runs on the register)"},
    ActionRow{record_decisions, ".ssx..x...", true, "record identifications, evidence, hypotheses"},
    ActionRow{review, ".......x..", true, "review identifications"},
    ActionRow{sign_examinations, ".xx...x...", false, "sign an examination of one's own"},
    ActionRow{sign_identifications, "......x...", true, "sign identifications"},
    ActionRow{sign_figures, "....x.....", false, "sign figures of record"},
    ActionRow{set_policy, "......x...", true, "set the policy of reviews"},
    ActionRow{annotate, "xxxxxxxx..", false, "record photographs and aliases, note findings, of what one may read"},
    ActionRow{resolve_findings, "xxxxxxxx..", false, "resolve findings about what one may read"},
    ActionRow{read_physical, "xxxxxxxxx.", false, "read the physical record: remains, custody, examinations"},
    ActionRow{read_results, "...x..xxx.", false, "read results and DNA profiles of remains"},
    ActionRow{read_ante_mortem, ".ssxxxxxx.", true, "read the roster and ante-mortem data"},
    ActionRow{read_references, "...x.xxxx.", true, "read reference samples, their profiles, consent"},
    ActionRow{read_families, ".....xx.x.", true, "read families, contacts, notifications, to whom remains went"},
    ActionRow{read_decisions, ".ssx.xxxx.", true, "read analyses, identifications, evidence, reviews"},
    ActionRow{read_figures, "xxxxxxxxx.", false, "read sources, statements, figures"},
    ActionRow{read_account, "xxxxxxxxx.", true, "read who is accounted for, in figures"},
    ActionRow{read_ledger, "xxxxxxxxxx", false, "read entries and their proofs, of what one may read"},
    ActionRow{export_ledger, "........x.", true, "export all entries of the ledger"},
    ActionRow{check_ledger, "xxxxxxxxxx", false, "verify the ledger, hand out heads and proofs of consistency"},
    ActionRow{read_views, "........xx", true, "read who saw what"},
    ActionRow{read_users, "........xx", false, "read users"},
    ActionRow{keep_users, ".........x", false, "add, change and withdraw users"},
    ActionRow{erase, ".....x...x", true, "erase personal data"},
    ActionRow{back_up, ".........x", true, "back up and restore the register"},
    ActionRow{maintain, ".........x", false, "build the tables again"},
    ActionRow{nobody, "..........", true, "record by hand what the register records itself"},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].action != static_cast<Action>(i) || rows[i].roles.size() != role_names.size()) {
            return false;
        }
    }
    return rows.back().action == nobody;
}
static_assert(in_order(), "a row for each action, a letter for each role");

/// In the order of the enumeration.
constexpr std::array<std::string_view, rows.size()> action_names{"look_up",
                                                                 "record_field",
                                                                 "record_custody",
                                                                 "record_specimens",
                                                                 "record_typing",
                                                                 "record_sorting",
                                                                 "record_examinations",
                                                                 "record_roster",
                                                                 "record_references",
                                                                 "record_families",
                                                                 "record_sources",
                                                                 "compare",
                                                                 "record_decisions",
                                                                 "review",
                                                                 "sign_examinations",
                                                                 "sign_identifications",
                                                                 "sign_figures",
                                                                 "set_policy",
                                                                 "annotate",
                                                                 "resolve_findings",
                                                                 "read_physical",
                                                                 "read_results",
                                                                 "read_ante_mortem",
                                                                 "read_references",
                                                                 "read_families",
                                                                 "read_decisions",
                                                                 "read_figures",
                                                                 "read_account",
                                                                 "read_ledger",
                                                                 "export_ledger",
                                                                 "check_ledger",
                                                                 "read_views",
                                                                 "read_users",
                                                                 "keep_users",
                                                                 "erase",
                                                                 "back_up",
                                                                 "maintain",
                                                                 "nobody"};

struct KindRow {
    std::string_view kind;
    Action record;
    Action read;
    Action read_personal = nobody;
    std::string_view about{}; ///< field that names whose secrets it shares
};

constexpr std::array kind_rows{
    KindRow{"party", record_field, look_up},
    KindRow{"commitment", record_field, read_physical},
    KindRow{"operation", record_field, read_physical},
    KindRow{"site", record_field, read_physical},
    KindRow{"search", record_field, read_physical},
    KindRow{"turnover", record_custody, read_physical},
    KindRow{"case", record_custody, read_physical},
    KindRow{"receipt", record_custody, read_physical},
    KindRow{"photograph", annotate, read_physical, nobody, "of"},
    KindRow{"transfer", record_custody, read_physical},
    KindRow{"confirmation", record_custody, read_physical},
    KindRow{"accession", record_custody, read_physical},
    KindRow{"specimen", record_specimens, read_physical},
    KindRow{"inventory", record_specimens, read_physical},
    KindRow{"mass", record_specimens, read_physical},
    KindRow{"cut", record_specimens, read_physical},
    KindRow{"sample", record_specimens, read_physical},
    KindRow{"request", record_specimens, read_physical},
    KindRow{"disposition", record_specimens, read_physical},
    KindRow{"extraction", record_typing, read_physical},
    KindRow{"result", record_typing, read_results, read_results},
    KindRow{"individual", record_sorting, read_physical},
    KindRow{"assignment", record_sorting, read_physical},
    KindRow{"association", record_sorting, read_physical},
    KindRow{"release", record_custody, read_physical, read_families},
    KindRow{"burial", record_custody, read_physical},
    KindRow{"alias", annotate, look_up, nobody, "of"},
    KindRow{"finding", annotate, look_up, nobody, "about"},
    KindRow{"resolution", resolve_findings, look_up, nobody, "subject"},
    KindRow{"ledger", nobody, look_up},
    KindRow{"erasure", erase, look_up, nobody, "subject"},
    KindRow{"person", record_roster, read_ante_mortem, read_ante_mortem},
    KindRow{"status", record_roster, read_ante_mortem},
    KindRow{"publication", record_roster, read_ante_mortem},
    KindRow{"reference", record_references, read_references, read_references},
    KindRow{"consent", record_families, read_references},
    KindRow{"family", record_families, read_families},
    KindRow{"contact", record_families, read_families, read_families},
    KindRow{"notification", record_families, read_families},
    KindRow{"source", record_sources, read_figures},
    KindRow{"topic", record_sources, read_figures},
    KindRow{"statement", record_sources, read_figures},
    KindRow{"figure", record_sources, read_figures},
    KindRow{"explanation", record_sources, read_figures},
    KindRow{"examination", record_examinations, read_physical},
    KindRow{"analysis", compare, read_decisions},
    KindRow{"identification", record_decisions, read_decisions},
    KindRow{"evidence", record_decisions, read_decisions},
    KindRow{"hypothesis", record_decisions, read_decisions},
    KindRow{"review", review, read_decisions},
    KindRow{"signature", sign_identifications, look_up, nobody, "of"},
    KindRow{"policy", set_policy, read_decisions},
    KindRow{"user", keep_users, read_users, read_users},
    KindRow{"password", keep_users, nobody},
    KindRow{"factor", keep_users, nobody},
    KindRow{"view", nobody, read_views},
};

const KindRow& row_of_kind(std::string_view kind) {
    static constexpr KindRow unknown{"", nobody, nobody};
    const auto* at =
        std::find_if(kind_rows.begin(), kind_rows.end(), [&](const KindRow& row) { return row.kind == kind; });
    return at == kind_rows.end() ? unknown : *at;
}

std::size_t column_of(std::string_view role) {
    return static_cast<std::size_t>(std::find(role_names.begin(), role_names.end(), role) - role_names.begin());
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

/// Does it reach all of the register, so that it is not for those who are limited to projects?
bool is_of_all(Action action) {
    return action == compare || action == export_ledger || action == back_up;
}

/// "DNA analyst, reviewer", "odontologist (once their examinations are signed)".
std::string roles_that_may(const ActionRow& row) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < role_names.size(); ++i) {
        if (row.roles[i] != '.') {
            names.push_back(std::string(role_names[i]) +
                            (row.roles[i] == 's' ? " (once their examinations are signed)" : ""));
        }
    }
    return names.empty() ? "nobody" : joined(names);
}

} // namespace

std::span<const ActionRow> action_rows() {
    return rows;
}

std::string_view name_of(Action action) {
    return action_names[static_cast<std::size_t>(action)];
}

const ActionRow& row_of(Action action) {
    return rows.at(static_cast<std::size_t>(action));
}

Action recording(std::string_view kind) {
    return row_of_kind(kind).record;
}

Action reading(std::string_view kind) {
    return row_of_kind(kind).read;
}

Action reading_personal(std::string_view kind) {
    return row_of_kind(kind).read_personal;
}

Action signing(std::string_view kind) {
    return kind == "identification" ? sign_identifications
           : kind == "examination"  ? sign_examinations
           : kind == "figure"       ? sign_figures
                                    : nobody;
}

bool is_ante_mortem(std::string_view kind) {
    const Action read = reading(kind);
    return read == read_ante_mortem || read == read_references || read == read_families;
}

std::string_view about_field(std::string_view kind) {
    return row_of_kind(kind).about;
}

bool Access::has_role(std::string_view role) const {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool Access::may(Action action) const {
    const ActionRow& row = row_of(action);
    if (open) {
        return true;
    }
    if ((row.candidates && blind()) || (is_of_all(action) && !projects.empty())) {
        return false;
    }
    return std::any_of(roles.begin(), roles.end(), [&](const std::string& role) {
        const std::size_t column = column_of(role);
        const char letter = column < row.roles.size() ? row.roles[column] : '.';
        return letter == 'x' || (letter == 's' && has_signed && !blind());
    });
}

Result<void> Access::check(Action action) const {
    if (may(action)) {
        return {};
    }
    const ActionRow& row = row_of(action);
    const std::string may_not = who + " (" + joined(roles) + ") may not " + std::string(row.words);
    if (row.candidates && blind()) {
        return fail(ErrorKind::forbidden,
                    may_not +
                        ": whoever examines remains learns nothing of whom they may be before the examination is "
                        "signed; still open: " +
                        joined(unsigned_));
    }
    if (is_of_all(action) && !projects.empty()) {
        return fail(ErrorKind::forbidden, may_not + ": it reaches beyond the projects of " + who);
    }
    return fail(ErrorKind::forbidden, may_not + "; who may: " + roles_that_may(row));
}

bool Access::names_hidden(std::string_view text) const {
    const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    for (std::size_t colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':', colon + 1)) {
        std::size_t from = colon;
        while (from > 0 && is_word(text[from - 1])) {
            --from;
        }
        const std::string_view kind = text.substr(from, colon - from);
        const bool names = colon + 1 < text.size() && text[colon + 1] != ' '; // not "status: broken"
        if (names && find_kind(kind) != nullptr && !may(reading(kind))) {
            return true;
        }
    }
    return false;
}

} // namespace muster
