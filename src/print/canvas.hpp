#pragma once

#include "muster/print/document.hpp"

#include <cairo.h>
#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <string_view>

namespace muster::print {

inline constexpr double mm = 72.0 / 25.4; ///< in points
inline constexpr double page_width = 210.0 * mm;
inline constexpr double page_height = 297.0 * mm;

struct Style {
    const char* font; ///< families in order of preference and size, as Pango reads them
    double grey = 0.0;
};
inline constexpr Style body_style{"DejaVu Sans, NanumGothic 9"};
inline constexpr Style bold_style{"DejaVu Sans, NanumGothic Bold 9"};
inline constexpr Style small_style{"DejaVu Sans, NanumGothic 7.5", 0.3};

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Text = std::unique_ptr<PangoLayout, Unref>;

/// Pages of A4 that are drawn on; lengths in points from the upper left corner.
class Canvas {
  public:
    explicit Canvas(const About& about);

    /// Lays out text; `width` 0: in one line.
    [[nodiscard]] Text text(std::string_view utf8, const Style& style, double width) const;
    void show(const Text& text, const Style& style, double x, double y);
    void rule(double x, double y, double width, double grey);
    void frame(double x, double y, double width, double height, double grey);
    /// A square of `size` with its quiet zone. Error (usage): the content is too long for a code.
    [[nodiscard]] Result<void> code(const std::string& content, const std::string& described, double x, double y,
                                    double size);
    void next_page() { cairo_show_page(cairo_.get()); }
    void begin(const char* tag) { cairo_tag_begin(cairo_.get(), tag, nullptr); }
    void end(const char* tag) { cairo_tag_end(cairo_.get(), tag); }
    [[nodiscard]] cairo_t* cairo() const { return cairo_.get(); }

    /// The file's bytes: no more is drawn.
    [[nodiscard]] Result<std::string> finish();

  private:
    void grey(double share) { cairo_set_source_rgb(cairo_.get(), share, share, share); }

    const About& about_;
    std::unique_ptr<std::string> written_ = std::make_unique<std::string>();
    std::vector<std::string> described_{}; ///< the figures, in their order
    std::unique_ptr<cairo_surface_t, Unref> surface_;
    std::unique_ptr<cairo_t, Unref> cairo_;
};

[[nodiscard]] double height_of(const Text& text);
[[nodiscard]] double width_of(const Text& text);

/// What Cairo 1.16 cannot say in a PDF: the language, that the title is shown, and what figures show.
[[nodiscard]] Result<std::string> with_access(const std::string& pdf, const About& about,
                                              const std::vector<std::string>& described);

} // namespace muster::print
