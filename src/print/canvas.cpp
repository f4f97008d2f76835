#include "canvas.hpp"

#include <cairo-pdf.h>
#include <qrencode.h>

namespace muster::print {
namespace {

cairo_status_t write(void* to, const unsigned char* data, unsigned int size) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), size);
    return CAIRO_STATUS_SUCCESS;
}

} // namespace

Canvas::Canvas(const About& about)
    : about_(about), surface_(cairo_pdf_surface_create_for_stream(write, written_.get(), page_width, page_height)),
      cairo_(cairo_create(surface_.get())) {
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, about.title.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATOR, "muster");
    if (!about.created.empty()) {
        cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, about.created.c_str());
    }
}

Text Canvas::text(std::string_view utf8, const Style& style, double width) const {
    Text text(pango_cairo_create_layout(cairo_.get()));
    pango_cairo_context_set_resolution(pango_layout_get_context(text.get()), 72.0); // a point is a unit of the page
    cairo_font_options_t* exact = cairo_font_options_create(); // letters stand where the font wants them, not on pixels
    cairo_font_options_set_hint_metrics(exact, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(pango_layout_get_context(text.get()), exact);
    cairo_font_options_destroy(exact);
    PangoFontDescription* font = pango_font_description_from_string(style.font);
    pango_layout_set_font_description(text.get(), font);
    pango_font_description_free(font);
    pango_layout_set_text(text.get(), utf8.data(), static_cast<int>(utf8.size()));
    if (width > 0.0) {
        pango_layout_set_width(text.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_wrap(text.get(), PANGO_WRAP_WORD_CHAR);
    }
    return text;
}

void Canvas::show(const Text& text, const Style& style, double x, double y) {
    grey(style.grey);
    cairo_move_to(cairo_.get(), x, y);
    pango_cairo_show_layout(cairo_.get(), text.get());
}

void Canvas::rule(double x, double y, double width, double grey_of) {
    grey(grey_of);
    cairo_rectangle(cairo_.get(), x, y, width, 0.5);
    cairo_fill(cairo_.get());
}

void Canvas::frame(double x, double y, double width, double height, double grey_of) {
    grey(grey_of);
    cairo_set_line_width(cairo_.get(), 0.7);
    cairo_rectangle(cairo_.get(), x, y, width, height);
    cairo_stroke(cairo_.get());
}

Result<void> Canvas::code(const std::string& content, const std::string& described, double x, double y, double size) {
    struct Free {
        void operator()(QRcode* code) const { QRcode_free(code); }
    };
    const std::unique_ptr<QRcode, Free> code(QRcode_encodeString8bit(content.c_str(), 0, QR_ECLEVEL_M));
    if (!code) {
        return fail(ErrorKind::usage, "'" + content + "' cannot be a QR code: at most 2,331 bytes are expected");
    }
    constexpr int quiet = 4; // modules around it (ISO/IEC 18004, 5.3.8)
    const double module = size / (code->width + 2 * quiet);
    begin("Figure");
    grey(0.0);
    for (int row = 0; row < code->width; ++row) {
        for (int column = 0; column < code->width; ++column) {
            if ((code->data[row * code->width + column] & 1U) != 0U) {
                cairo_rectangle(cairo_.get(), x + (quiet + column) * module, y + (quiet + row) * module, module,
                                module);
            }
        }
    }
    cairo_fill(cairo_.get());
    end("Figure");
    described_.push_back(described);
    return {};
}

Result<std::string> Canvas::finish() {
    const cairo_status_t drawn = cairo_status(cairo_.get());
    cairo_.reset();
    cairo_surface_finish(surface_.get());
    const cairo_status_t status = drawn != CAIRO_STATUS_SUCCESS ? drawn : cairo_surface_status(surface_.get());
    if (status != CAIRO_STATUS_SUCCESS) {
        return fail(ErrorKind::internal, std::string("the PDF could not be drawn: ") + cairo_status_to_string(status));
    }
    return with_access(*written_, about_, described_);
}

double height_of(const Text& text) {
    int height = 0;
    pango_layout_get_size(text.get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
}

double width_of(const Text& text) {
    int width = 0;
    pango_layout_get_size(text.get(), &width, nullptr);
    return static_cast<double>(width) / PANGO_SCALE;
}

} // namespace muster::print
