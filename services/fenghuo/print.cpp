// fenghuo matters print: one matter as a 办理单 (PDF), into a file.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>

#include "common/base/ids.hpp"
#include "common/paper/matter_paper.hpp"
#include "common/paper/pdf.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

constexpr std::size_t most_rows = 20'000;      // events, and deliveries, of one paper
constexpr std::size_t say_progress_from = 20;  // pages

// Every row of the matter; true when there were more than a paper takes.
template <class View>
Result<bool> gather(Access& access, const char* what, std::uint64_t matter, std::vector<View>& into) {
  bool cut = false;
  auto done = access.each(what, {{"matter", std::to_string(matter)}}, [&](const std::string& bytes) {
    cut = into.size() >= most_rows;
    View view;
    if (!cut && view.ParseFromString(bytes)) into.push_back(std::move(view));
    return !cut;
  });
  if (!done) return tl::unexpected(done.error());
  return cut;
}

Result<MatterFile> file_of(Access& access, const std::string& reference) {
  MatterFile file;
  auto view = access.matter(reference);
  if (!view) return tl::unexpected(view.error());
  file.view = std::move(*view);
  const auto events = gather(access, "timeline", file.view.id(), file.events);
  if (!events) return tl::unexpected(events.error());
  const auto deliveries = gather(access, "deliveries", file.view.id(), file.deliveries);
  if (!deliveries) return tl::unexpected(deliveries.error());
  file.cut = *events || *deliveries;
  auto done = access.each("head", {}, [&](const std::string& bytes) {
    file.head.ParseFromString(bytes);
    return false;
  });
  if (!done) return tl::unexpected(done.error());
  return file;
}

// What comes after the events were read makes the head newer than they are, never older: the paper's events all lie behind it.
Result<Pdf> print_file(Access& access, const MatterFile& file) {
  const bool watched = ::isatty(STDERR_FILENO) == 1;
  auto pdf = render_pdf(matter_paper(file, access.bundle(), access.zone()), [&](std::size_t page, std::size_t pages) {
    if (watched && pages >= say_progress_from)
      std::cerr << "\r第" << page << "页 共" << pages << "页" << (page == pages ? "\n" : "") << std::flush;
  });
  return pdf;
}

Result<void> write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return fail("--out " + path + ": can't be written; choose a folder that exists and is yours");
  return {};
}

Result<int> print(Access& access, const std::string& reference, std::string out, bool as_json) {
  const auto file = file_of(access, reference);
  if (!file) return tl::unexpected(file.error());
  const auto pdf = print_file(access, *file);
  if (!pdf) return tl::unexpected(pdf.error());
  if (out == "-") {
    std::cout << pdf->bytes << std::flush;
    return exit_ok;
  }
  if (out.empty()) out = "办理单-" + (file->view.number().empty() ? id_text(file->view.id()) : file->view.number()) + ".pdf";
  if (auto written = write_file(out, pdf->bytes); !written) return tl::unexpected(written.error());
  if (as_json)
    print_json(boost::json::object{{"file", out}, {"pages", pdf->pages}, {"bytes", pdf->bytes.size()}, {"cut", file->cut}});
  else
    std::cout << out << "  " << pdf->pages << "页\n";
  return exit_ok;
}

}  // namespace

void add_print(CLI::App& matters, Shared& shared) {
  auto reference = std::make_shared<std::string>(), out = std::make_shared<std::string>();
  CLI::App* leaf = add_leaf(matters, shared, "print", "one matter as a 办理单 (PDF) for the files", [&shared, reference, out] {
    return with_ledger(shared.common, [&](Access& access) { return print(access, *reference, *out, shared.common.json); });
  });
  leaf->add_option("matter", *reference, "id, number (督〔2027〕12号), key, or latest")->required();
  leaf->add_option("--out", *out, "the file, - for stdout; 办理单-<number>.pdf otherwise")->type_name("FILE");
}

}  // namespace fenghuo::cli
