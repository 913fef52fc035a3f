// Command webui serves the Temporal Web UI to nobody but the Holdfast API, which asks for a login and forwards.
//
// The program that Temporal ships answers every local user who finds its port. This one is made of the same public
// packages, and refuses each request that does not bring the secret in HOLDFAST_WEBUI_SECRET.
//
// Usage: webui CONFIG-DIRECTORY, which holds holdfast.yaml in the format of Temporal's ui-server.
package main

import (
	"crypto/subtle"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"github.com/temporalio/ui-server/v2/plugins/fs_config_provider"
	"github.com/temporalio/ui-server/v2/server/config"
	"github.com/temporalio/ui-server/v2/server/csrf"
	"github.com/temporalio/ui-server/v2/server/route"
	"github.com/temporalio/ui-server/v2/ui"
)

const (
	environment   = "holdfast"
	secretHeader  = "Holdfast-Secret"
	secretName    = "HOLDFAST_WEBUI_SECRET"
	shortest      = 32
	headerTimeout = 10 * time.Second
)

func main() {
	if len(os.Args) != 2 {
		fail(errors.New("usage: webui CONFIG-DIRECTORY"))
	}
	secret := os.Getenv(secretName)
	if len(secret) < shortest {
		fail(fmt.Errorf("%s must have at least %d characters", secretName, shortest))
	}
	// No child and no crash report needs to know it.
	if err := os.Unsetenv(secretName); err != nil {
		fail(err)
	}
	provider, err := config.NewConfigProviderWithRefresh(
		fs_config_provider.NewFSConfigProvider(os.Args[1], environment))
	if err != nil {
		fail(err)
	}
	cfg, err := provider.GetConfig()
	if err != nil {
		fail(err)
	}
	handler, err := assemble(provider, secret)
	if err != nil {
		fail(err)
	}
	server := &http.Server{
		Addr:              fmt.Sprintf("%s:%d", cfg.Host, cfg.Port),
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout,
	}
	fail(serve(server, cfg.UIServerTLS))
}

// serve speaks TLS where there is a certificate, and reads it for each connection: it may have been renewed.
func serve(server *http.Server, files config.UIServerTLS) error {
	if files.CertFile == "" {
		return server.ListenAndServe()
	}
	server.TLSConfig = &tls.Config{
		MinVersion: tls.VersionTLS13,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			pair, err := tls.LoadX509KeyPair(files.CertFile, files.KeyFile)
			return &pair, err
		},
	}
	return server.ListenAndServeTLS("", "")
}

// assemble puts Temporal's routes behind the secret; /healthz alone, which says nothing, is in front of it.
func assemble(provider *config.ConfigProviderWithRefresh, secret string) (http.Handler, error) {
	e := echo.New()
	e.HideBanner = true
	e.Use(middleware.Recover())
	e.Use(demand(secret))
	e.Use(middleware.Gzip())
	e.Use(middleware.Secure())
	// The pages send this token with what they post; without it they would not work.
	e.Use(middleware.CSRFWithConfig(middleware.CSRFConfig{
		CookiePath:     "/",
		CookieSameSite: http.SameSiteStrictMode,
		Skipper:        csrf.SkipOnAuthorizationHeader,
	}))
	route.SetHealthRoute(e)
	if err := route.SetAPIRoutes(e, provider, nil); err != nil {
		return nil, err
	}
	assets, err := ui.Assets()
	if err != nil {
		return nil, err
	}
	local, err := fs.Sub(assets, "local")
	if err != nil {
		return nil, err
	}
	if err := route.SetUIRoutes(e, "", local); err != nil {
		return nil, err
	}
	route.SetRenderRoute(e, "")
	return e, nil
}

func demand(secret string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			given := c.Request().Header.Get(secretHeader)
			if c.Request().URL.Path != "/healthz" && subtle.ConstantTimeCompare([]byte(given), []byte(secret)) != 1 {
				return echo.NewHTTPError(http.StatusForbidden, "ask the Holdfast API: ./holdfast ui temporal")
			}
			c.Request().Header.Del(secretHeader)
			return next(c)
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "webui:", err)
	os.Exit(1)
}
