#include "muster/app/import_records.hpp"
#include "muster/app/inventory.hpp"
#include "muster/app/labels.hpp"
#include "muster/app/record_entry.hpp"
#include "muster/app/register_queries.hpp"
#include "muster/app/search.hpp"
#include "muster/app/typing.hpp"
#include "register_options.hpp"

#include <memory>

namespace muster::cli {

std::vector<Command> photograph_commands() {
    auto c = std::make_shared<Choices>();
    return {{"photograph export", "Write a photograph's file, checked against its hash", "",
             joined({{"PHOTOGRAPH", &c->key, "its SHA-256, or its record's key (#12)", true},
                     {"--out", &c->out, "the file to write; it must not be there yet", true}},
                    reader_options(*c)),
             [c] { return print(export_photograph(c->caller(), c->key, c->out), *c); }}};
}

Command inventory_command() {
    auto c = std::make_shared<Choices>();
    return {"inventory",
            "Count bones: what there is of an individual, case, accession or turnover, and of how many at least",
            "The minimum number of individuals is counted by element, side and zone (docs/methods.md).",
            joined({{"RECORD", &c->key, "individual, case, accession or turnover", true}, json_option(*c)},
                   reader_options(*c)),
            [c] { return print(show_inventory(c->caller(), c->key), *c); }};
}

Command search_command() {
    struct Asked {
        Choices choices{};
        SearchRequest request{};
    };
    auto a = std::make_shared<Asked>();
    return {"search", "Weigh a profile that is not recorded against every family of the roster",
            "PROFILE is a locus after the other, with semicolons between them: \"TH01 6,9.3; vWA 16,18\".",
            joined({{"PROFILE", &a->request.profile, "loci and alleles", true},
                    {"--dropout", &a->request.dropout, "as for muster identify, such as 0.02"},
                    {"--threshold", &a->request.threshold, "log10 LR for which chance hits are told (4)"},
                    json_option(a->choices)},
                   reader_options(a->choices)),
            [a] {
                a->request.caller = a->choices.caller();
                return print(search_profile(a->request), a->choices);
            }};
}

Command labels_command() {
    struct Asked {
        Choices choices{};
        std::size_t used = 0;
    };
    auto a = std::make_shared<Asked>();
    return {
        "labels", "Write label sheets with QR codes (PDF): the cases of a turnover, the specimens of a case, ...",
        "The labels are 99.1 x 38.1 mm, 14 on a sheet of A4. A scanned code gives the record's name "
        "(case:WONSAN-2018/01), which every command takes.",
        joined(
            {{"RECORD", &a->choices.key, "turnover, accession, case, specimen or sample: its parts get labels", true},
             {"--out", &a->choices.out, "the file to write; it must not be there yet", true},
             {"--used", &a->used, "places of the first sheet that are empty already (0)"}},
            reader_options(a->choices)),
        [a] {
            return print(write_printed(print_labels({a->choices.caller(), a->choices.key, a->used}), a->choices.out),
                         a->choices);
        }};
}

std::vector<Command> custody_commands() {
    auto item = std::make_shared<Choices>();
    auto legs = std::make_shared<Choices>();
    return {
        {"custody show", "Show where an item is, and every leg that it went through", "",
         joined({{"ITEM", &item->key, "case, specimen, sample, extraction or individual: its key, or kind:key", true},
                 json_option(*item)},
                reader_options(*item)),
         [item] { return print(show_custody(item->caller(), item->key), *item); }},
        {"custody list", "List the custody legs that are not confirmed in full", "",
         joined({json_option(*legs), csv_option(*legs), all_option(*legs, "every leg")}, reader_options(*legs)),
         [legs] { return print(list_custody(legs->caller(), legs->all), *legs); }}};
}

std::vector<Command> finding_commands() {
    auto list = std::make_shared<Choices>();
    auto show = std::make_shared<Choices>();
    auto resolve = std::make_shared<Choices>();
    return {{"finding list", "List the findings that are open",
             "A finding stays open until a later entry clears it or a person resolves it with a reason.",
             joined({json_option(*list),
                     csv_option(*list),
                     all_option(*list, "closed ones, and those to come, too"),
                     {"--as-of", &list->as_of, "those that are open at this time, such as 2018-07-27"}},
                    reader_options(*list)),
             [list] { return print(list_findings(list->caller(), list->all, list->as_of), *list); }},
            {"finding show", "Show one finding", "",
             joined({{"ID", &show->key, "such as F412", true}, json_option(*show)}, reader_options(*show)),
             [show] { return print(show_finding(show->caller(), show->key), *show); }},
            {"finding resolve", "Resolve a finding; the reason says why", "",
             joined({{"ID", &resolve->key, "such as F412", true}}, recorder_options(*resolve)),
             [resolve] { return print(resolve_finding(resolve->writer(), resolve->key), *resolve); }}};
}

std::vector<Command> profile_commands() {
    struct Typing {
        Choices choices{};
        std::string test{}, on{}, outcome{};
        bool references = false;
    };
    auto t = std::make_shared<Typing>();
    auto s = std::make_shared<Choices>();
    auto l = std::make_shared<Choices>();
    return {{"profile import", "Record a result for each replicate of a table of typing, or nothing",
             "FILE is CSV or XLSX, a row a marker or a row a replicate (docs/formats.md). Samples and extractions are "
             "named "
             "by their keys, or by the end of the key that only one has.",
             joined({{"FILE", &t->choices.file, "the table", true},
                     {"--test", &t->test, "which test, where the table does not say it, such as \"autosomal STR\""},
                     {"--on", &t->on, "when it was typed (today)"},
                     {"--outcome", &t->outcome, "outcome (Reportable)"},
                     {"--references", &t->references, "they are of relatives: samples are persons of the roster"},
                     {"--errors", &t->choices.errors, "file for all problems, as CSV; replaces such a file only"}},
                    recorder_options(t->choices)),
             [t] {
                 return print(import_profiles({t->choices.writer(), t->choices.file, t->test, t->on, t->outcome,
                                               t->choices.errors, t->references}),
                              t->choices);
             }},
            {"profile show", "Show the typing of a sample: requests, results, and where replicates disagree", "",
             joined({{"SAMPLE", &s->key, "its key", true}, json_option(*s)}, reader_options(*s)),
             [s] { return print(show_typing(s->caller(), s->key), *s); }},
            {"profile list", "List samples and how far their typing is",
             "A sample is typed, requested, failed or not requested.",
             joined({{"--state", &l->kind, "those of this state only"}, json_option(*l)}, reader_options(*l)), [l] {
                 return print(list_samples(l->caller(), {{}, l->kind, 0, UINT32_MAX}), *l);
             }}};
}

} // namespace muster::cli
