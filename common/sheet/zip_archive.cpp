#include "common/sheet/zip_archive.hpp"

#include <zip.h>

#include <array>

namespace fenghuo::sheet {

struct ZipArchive::Handle {
  zip_t* zip = nullptr;
  Handle() = default;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (zip != nullptr) ::zip_discard(zip);
  }
};

namespace {

struct CloseEntry {
  void operator()(zip_file_t* file) const { ::zip_fclose(file); }
};

tl::unexpected<Trouble> damaged(const std::string& detail) {
  return trouble("XLSX 文件已损坏（" + detail + "）", "请用 WPS 打开后重新保存");
}

tl::unexpected<Trouble> too_large(const std::string& name) {
  return trouble("XLSX 里的 " + name + " 解开后过大", "请删去无关的内容后重新保存");
}

}  // namespace

ZipArchive::ZipArchive(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

Read<ZipArchive> ZipArchive::open(std::string_view bytes) {
  zip_error_t error{};
  auto handle = std::make_unique<Handle>();
  zip_source_t* source = ::zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return damaged(::zip_error_strerror(&error));
  handle->zip = ::zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (handle->zip == nullptr) {
    const std::string detail = ::zip_error_strerror(&error);
    ::zip_source_free(source);
    ::zip_error_fini(&error);
    return damaged(detail);
  }
  if (::zip_get_num_entries(handle->zip, 0) > static_cast<zip_int64_t>(max_zip_entries)) {
    return trouble("XLSX 里的部件超过 " + std::to_string(max_zip_entries) + " 个", "请删去图片和无关的工作表");
  }
  return ZipArchive(std::move(handle));
}

Read<std::optional<std::string>> ZipArchive::read(const std::string& name) {
  // Some writers spell parts in another case than they refer to them.
  const zip_int64_t index = ::zip_name_locate(handle_->zip, name.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return std::nullopt;
  zip_stat_t about{};
  if (::zip_stat_index(handle_->zip, static_cast<zip_uint64_t>(index), 0, &about) != 0) return damaged(name);
  if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE) {
    return trouble("XLSX 文件设了密码", "请去掉密码后重新保存");
  }
  if ((about.valid & ZIP_STAT_SIZE) != 0 && about.size > max_unpacked_bytes - unpacked_) return too_large(name);
  const std::unique_ptr<zip_file_t, CloseEntry> file(::zip_fopen_index(handle_->zip, static_cast<zip_uint64_t>(index), 0));
  if (file == nullptr) return damaged(name);
  std::string bytes;
  std::array<char, 65536> block{};
  for (;;) {
    const zip_int64_t n = ::zip_fread(file.get(), block.data(), block.size());
    if (n < 0) return damaged(name);
    if (n == 0) break;
    unpacked_ += static_cast<std::size_t>(n);
    if (unpacked_ > max_unpacked_bytes) return too_large(name);
    bytes.append(block.data(), static_cast<std::size_t>(n));
  }
  return bytes;
}

}  // namespace fenghuo::sheet
