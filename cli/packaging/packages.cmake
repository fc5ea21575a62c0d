# Debian packages and a tarball: `cpack -G DEB` and `cpack -G TGZ` in a build whose CMAKE_INSTALL_PREFIX is /usr.
# objectos: the program. libobjectos0, libobjectos-dev: the library. objectos-NAME: a module, for both.
set(CPACK_PACKAGE_NAME objectos)
set(CPACK_PACKAGE_VENDOR objectos)
set(CPACK_PACKAGE_CONTACT "objectos <objectos@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "system services for shell scripts, cron jobs and CI")
set(CPACK_PACKAGE_FILE_NAME "objectos-${PROJECT_VERSION}-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_STRIP_FILES ON)
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
# The modules are those that the build has, and no other component of a project around us.
set(CPACK_COMPONENTS_ALL cli lib dev)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_CLI_PACKAGE_NAME objectos)
set(CPACK_DEBIAN_CLI_DESCRIPTION "storage, cache, metrics, i18n and notification for shell scripts
 One program for scripts, cron jobs, CI and operators, without a daemon. State
 is in SQLite files, or with the module packages on Redis or PostgreSQL.")
set(CPACK_DEBIAN_CLI_PACKAGE_CONTROL_EXTRA "${CMAKE_CURRENT_LIST_DIR}/postinst;${CMAKE_CURRENT_LIST_DIR}/postrm")
set(CPACK_DEBIAN_CLI_PACKAGE_RECOMMENDS "objectos-curl, objectos-http, objectos-icu, objectos-yaml")
set(CPACK_DEBIAN_LIB_PACKAGE_NAME libobjectos0)
set(CPACK_DEBIAN_LIB_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIB_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_LIB_DESCRIPTION "storage, cache, metrics, i18n and notification for C++ programs
 The library of objectos.")
set(CPACK_DEBIAN_DEV_PACKAGE_NAME libobjectos-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "libobjectos0 (= ${PROJECT_VERSION}), nlohmann-json3-dev")
set(CPACK_DEBIAN_DEV_DESCRIPTION "storage, cache, metrics, i18n and notification for C++ programs, headers
 What is needed to build programs and plugins with the library of objectos.")

set(module_says_curl "HTTP and mail, by libcurl")
set(module_says_format "numbers and dates as languages write them, by ICU")
set(module_says_http "the HTTP server")
set(module_says_icu "plural rules, by ICU")
set(module_says_postgres "storage on PostgreSQL")
set(module_says_redis "state on Redis")
set(module_says_tls "TLS for Redis and the HTTP server")
set(module_says_yaml "translations in YAML")
get_property(modules GLOBAL PROPERTY OBJECTOS_MODULES)
foreach(module ${modules})
  list(APPEND CPACK_COMPONENTS_ALL module_${module})
  string(TOUPPER module_${module} component)
  set(CPACK_DEBIAN_${component}_PACKAGE_NAME objectos-${module})
  # A module goes with the library of its own version, wherever that is.
  set(CPACK_DEBIAN_${component}_PACKAGE_DEPENDS
      "objectos (= ${PROJECT_VERSION}) | libobjectos0 (= ${PROJECT_VERSION})")
  set(CPACK_DEBIAN_${component}_DESCRIPTION "module of objectos: ${module_says_${module}}
 Loaded by objectos and libobjectos0 when it is first used.")
endforeach()
set(CPACK_DEBIAN_MODULE_CURL_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_MODULE_REDIS_PACKAGE_RECOMMENDS "objectos-tls, ca-certificates")
set(CPACK_DEBIAN_MODULE_HTTP_PACKAGE_RECOMMENDS objectos-tls)
set(CPACK_DEBIAN_MODULE_ICU_PACKAGE_RECOMMENDS objectos-format)
set(CPACK_DEBIAN_MODULE_POSTGRES_PACKAGE_RECOMMENDS "")
include(CPack)
