#include "kind_table.hpp"

namespace muster {

using enum FieldType;

// What is concluded, given back, noted; and the ledger's own entries.
std::vector<KindSpec> outcome_kinds() {
    const FieldSpec by = field("by", text, "who did it");
    const FieldSpec remarks = field("remarks", text, "what else there is to say");
    const std::string_view anything =
        "party commitment operation site search turnover case receipt photograph transfer "
        "confirmation accession specimen mass cut sample request disposition extraction "
        "result individual association assignment release burial person status family reference consent contact "
        "notification "
        "publication source topic statement figure examination analysis identification evidence hypothesis review "
        "signature user";
    return {
        {"individual",
         "individual",
         "the remains of one person, as far as they are together",
         {"accession", "number"},
         "-I-",
         {required(field("accession", record, "accession", "accession")), required(field("number", text, "such as 01")),
          field("on", time, "when"), field("description", text, "what is there"), by}},
        {"assignment",
         "individual assign",
         "a specimen belongs to an individual (a later one replaces it)",
         {},
         ", ",
         {required(field("specimen", record, "the specimen", "specimen")),
          required(field("individual", record, "the individual", "individual")), required(field("on", time, "when")),
          list(field("reasons", word, "on which grounds", "association_reason")), by, remarks}},
        {"association",
         "specimen associate",
         "two specimens belong together, or do not",
         {},
         ", ",
         {required(field("specimen", record, "the one", "specimen")),
          required(field("other", record, "the other", "specimen")),
          required(field("type", word, "pair match, articulation, refit, morphology", "association")),
          required(field("level", word, "possible or final", "association_level")),
          required(field("direction", word, "inclusion or exclusion", "association_direction")),
          list(field("reasons", word, "on which grounds", "association_reason")), required(field("on", time, "when")),
          by, remarks}},
        {"release",
         "release",
         "remains are handed to the family or their representative",
         {},
         ", ",
         {required(field("individual", record, "the individual", "individual")),
          list(field("items", record, "what is released; none: all that was assigned", "specimen")),
          required(field("on", time, "when")), field("place", text, "where"), personal(field("to", text, "to whom")),
          field("authority", text, "who authorised it"), by, remarks},
         "individual"},
        {"burial",
         "burial",
         "remains are buried",
         {},
         ", ",
         {required(field("individual", record, "the individual", "individual")), required(field("on", time, "when")),
          required(field("place", text, "cemetery")), field("grave", text, "section and grave"), remarks}},
        {"alias",
         "alias",
         "the name that another laboratory or system uses",
         {},
         ", ",
         {required(field("of", record, "what it names", anything)), required(field("system", text, "whose name it is")),
          required(field("id", text, "the name"))}},
        {"finding",
         "finding note",
         "something is wrong, seen by a person",
         {},
         ", ",
         {required(field("about", record, "what it is about", anything)),
          required(field("text", text, "what is wrong"))}},
        {"resolution",
         "finding resolve",
         "a finding is resolved; the reason says why",
         {},
         ", ",
         {required(field("subject", text, "what the finding is about, kind:key")),
          required(field("rule", text, "the rule that was broken")),
          required(field("opened_by", count, "the entry that broke it")),
          required(field("detail", text, "the finding as it read"))},
         {},
         false},
        {"ledger",
         "",
         "the first entry: the ledger's name and signing key",
         {"name"},
         ", ",
         {required(field("name", text, "chosen at random")), required(field("key", text, "Ed25519 public key")),
          required(field("format", text, "of the ledger")), field("title", text, "whose register it is")},
         {},
         false},
        {"erasure",
         "",
         "a subject's personal data are erased; the reason says why",
         {},
         ", ",
         {required(field("subject", text, "whose"))},
         {},
         false},
    };
}

} // namespace muster
