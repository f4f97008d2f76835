#pragma once

#include "muster/base/result.hpp"

#include <cstddef>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

struct zip;

// The container of an Office Open XML file (ECMA-376 part 2): a zip file of XML parts that name each other.
namespace muster::xlsx {

// Names in these files may carry any namespace prefix ("x:row"), so elements and attributes are found by their local
// names.

[[nodiscard]] bool is(const pugi::xml_node& node, std::string_view name);
/// The first child of this name, or none.
[[nodiscard]] pugi::xml_node child(const pugi::xml_node& node, std::string_view name);
/// The attribute's value, or nothing.
[[nodiscard]] std::string_view attribute(const pugi::xml_node& node, std::string_view name);
/// The characters that stand directly in this element.
[[nodiscard]] std::string characters(const pugi::xml_node& node);

/// What one part says of another.
struct Relation {
    std::string id;
    std::string type; ///< the last word of its type: "worksheet", "styles"
    std::string part; ///< the name of the other part: "xl/styles.xml"
};

class Package {
  public:
    /// `bytes` must outlive the package. Errors (bad_input): no zip file, an encrypted workbook, an .xls.
    [[nodiscard]] static Result<Package> open(std::string_view bytes, std::string source);

    /// A part as XML. Errors (bad_input): it is not there, encrypted, damaged, or larger than what is left of
    /// `max_unpacked_bytes`.
    [[nodiscard]] Result<pugi::xml_document> xml(const std::string& part);

    /// The relations of a part; of the package itself for an empty name.
    [[nodiscard]] Result<std::vector<Relation>> relations(const std::string& part);

  private:
    struct Closer {
        void operator()(zip* archive) const;
    };

    explicit Package(std::string source) : source_(std::move(source)) {}
    [[nodiscard]] Error bad(std::string message) const;
    Result<std::string> read(const std::string& part);

    std::string source_;
    std::unique_ptr<zip, Closer> archive_;
    std::size_t unpacked_ = 0;
};

} // namespace muster::xlsx
