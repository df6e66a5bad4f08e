// Serves the official Kubernetes provider, whose own main package wants a file that its generator makes.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

// Set by the linker: the version of the npm package, by which the engine asks for the provider.
var version string

// The provider's own; the build finds it in the module's folder. An import reads from it which fields are inputs.
//
//go:embed schema.json
var schema []byte

func main() {
	provider.Serve("kubernetes", version, schema, nil) // the mapping from Terraform serves `pulumi convert` alone
}
