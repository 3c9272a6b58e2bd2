#include "services/opinion/spool.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace fenghuo::opinion {
namespace {

namespace fs = std::filesystem;

constexpr int most_names = 100000;

void add_files(const fs::path& folder, std::size_t most, std::vector<SpoolFile>& out) {
  std::error_code ec;
  std::vector<SpoolFile> found;
  for (fs::directory_iterator at(folder, ec), end; !ec && at != end; at.increment(ec)) {
    const auto name = at->path().filename().string();
    const auto extension = at->path().extension();
    std::error_code type;
    if (name.starts_with('.') || (extension != ".json" && extension != ".jsonl") || !at->is_regular_file(type)) continue;
    found.push_back({at->path(), folder.filename().string(), extension == ".jsonl"});
  }
  std::sort(found.begin(), found.end(), [](const SpoolFile& a, const SpoolFile& b) { return a.path < b.path; });
  for (auto& file : found) {
    if (out.size() >= most) return;
    out.push_back(std::move(file));
  }
}

}  // namespace

Result<std::vector<SpoolFile>> waiting_files(const fs::path& spool, std::size_t most) {
  std::vector<SpoolFile> out;
  std::error_code ec;
  if (!fs::exists(spool, ec)) return out;
  std::vector<fs::path> folders;
  for (fs::directory_iterator at(spool, ec), end; !ec && at != end; at.increment(ec)) {
    std::error_code type;
    if (at->is_directory(type) && !at->path().filename().string().starts_with('.')) folders.push_back(at->path());
  }
  if (ec) return fail("opinion.spool " + spool.string() + ": " + ec.message() + "; make it readable for this process");
  std::sort(folders.begin(), folders.end());
  for (const auto& folder : folders) add_files(folder, out.size() + most, out);  // each provider has its share
  return out;
}

Result<std::string> read_file(const fs::path& path, std::size_t max_bytes) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail("can't be opened; make it readable for this process");
  std::string text(max_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return fail("can't be read");
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > max_bytes) return fail("larger than " + std::to_string(max_bytes) + " bytes: split it");
  return text;
}

Result<fs::path> put_away(const SpoolFile& file, const char* folder, const std::string& why) {
  const fs::path to = file.path.parent_path() / folder;
  std::error_code ec;
  fs::create_directories(to, ec);
  fs::path target = to / file.path.filename();
  for (int n = 1; fs::exists(target, ec) && n < most_names; ++n) {
    target = to / (file.path.stem().string() + "." + std::to_string(n) + file.path.extension().string());
  }
  if (!why.empty()) {  // first the reason: a file without one would be a riddle after a crash
    std::ofstream out(target.string() + ".why", std::ios::binary | std::ios::trunc);
    out << why;
    if (!out.flush()) return fail("can't write " + target.string() + ".why; make the spool writable for this process");
  }
  fs::rename(file.path, target, ec);
  if (ec) return fail("can't move it to " + target.string() + ": " + ec.message() + "; make the spool writable for this process");
  return target;
}

}  // namespace fenghuo::opinion
