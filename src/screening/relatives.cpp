#include "muster/screening/relatives.hpp"

#include <algorithm>

namespace muster {
namespace {

struct Shape {
    Relation relation;
    const char* name;
    std::vector<PersonRecord> members; ///< "typed" and "sought"; with `same` only "typed"
};

const std::vector<Shape>& shapes() {
    constexpr Sex m = Sex::male;
    constexpr Sex f = Sex::female;
    static const std::vector<Shape> all{
        {Relation::same, "same", {{"typed", "", "", m}}},
        {Relation::parent_child, "parent-child", {{"typed", "", "", m}, {"b", "", "", f}, {"sought", "typed", "b", m}}},
        {Relation::siblings,
         "siblings",
         {{"a", "", "", m}, {"b", "", "", f}, {"typed", "a", "b", m}, {"sought", "a", "b", m}}},
        {Relation::half_siblings,
         "half-siblings",
         {{"a", "", "", m}, {"b", "", "", f}, {"c", "", "", f}, {"typed", "a", "b", m}, {"sought", "a", "c", m}}},
        {Relation::avuncular,
         "avuncular",
         {{"a", "", "", m},
          {"b", "", "", f},
          {"typed", "a", "b", m},
          {"c", "a", "b", m},
          {"d", "", "", f},
          {"sought", "c", "d", m}}},
        {Relation::grandparent,
         "grandparent",
         {{"typed", "", "", m}, {"a", "", "", f}, {"b", "typed", "a", m}, {"c", "", "", f}, {"sought", "b", "c", m}}},
        {Relation::cousins,
         "cousins",
         {{"a", "", "", m},
          {"b", "", "", f},
          {"c", "a", "b", m},
          {"d", "a", "b", m},
          {"e", "", "", f},
          {"g", "", "", f},
          {"typed", "c", "e", m},
          {"sought", "d", "g", m}}}};
    return all;
}

} // namespace

std::string to_string(Relation relation) {
    const auto at =
        std::find_if(shapes().begin(), shapes().end(), [&](const Shape& s) { return s.relation == relation; });
    return at->name;
}

Result<Relation> parse_relation(std::string_view name) {
    std::string names;
    for (const Shape& shape : shapes()) {
        if (shape.name == name) {
            return shape.relation;
        }
        names += (names.empty() ? "" : ", ") + std::string(shape.name);
    }
    return fail(ErrorKind::usage, "the relation should be one of " + names + ", found '" + std::string(name) + "'");
}

Result<IndexSource> typed_persons(const IndexSource& like, std::vector<TypedPerson> persons, Relation relation,
                                  const TypingErrors& errors) {
    std::vector<SampleProfile> profiles;
    for (const TypedPerson& person : persons) {
        profiles.push_back(person.profile);
    }
    auto rows = sample_rows(profiles, like.loci, errors);
    if (!rows) {
        return fail(rows.error());
    }
    IndexSource out = like;
    out.targets = persons.size();
    out.references.clear();
    out.warnings.insert(out.warnings.end(), rows->warnings.begin(), rows->warnings.end());
    out.target = [persons = std::move(persons), seen = *std::move(rows), relation,
                  loci = like.loci.size()](std::size_t i) -> Result<TargetQuestion> {
        const auto shape =
            std::find_if(shapes().begin(), shapes().end(), [&](const Shape& s) { return s.relation == relation; });
        std::vector<PersonRecord> members = shape->members;
        for (PersonRecord& member : members) {
            member.population = persons[i].population;
            // A relative may be of either sex; then X-linked loci are left out, and the sexes of the shape do not
            // count.
            if (relation == Relation::same && seen.sex[i] != Sex::unknown) {
                member.sex = seen.sex[i];
            }
        }
        auto pedigree = Pedigree::make(members);
        if (!pedigree) {
            return fail(pedigree.error());
        }
        const std::size_t typed = *pedigree->find("typed");
        const std::size_t sought = pedigree->find("sought").value_or(typed);
        const Sex sex = relation == Relation::same ? seen.sex[i] : Sex::unknown;
        TargetQuestion question{
            {persons[i].profile.sample, *std::move(pedigree), sought, persons[i].population, sex == Sex::unknown, {}},
            persons[i].family,
            sex,
            std::nullopt};
        for (std::size_t l = 0; l < loci; ++l) {
            question.person.seen.emplace_back(question.person.family.size());
            question.person.seen.back()[typed] = seen.seen[i][l];
        }
        return question;
    };
    return out;
}

} // namespace muster
