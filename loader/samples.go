package loader

import (
	"path"
	"strings"
)

// KindSample is what a product ships to be tried and not to be run: deployed
// services and applications, and the folder of samples of the home. The names
// alone count.
const KindSample = "sample"

// sample reports whether a file or folder, given its path in the home, is one.
func sample(rel string) bool {
	dir, name := path.Split(rel)
	switch {
	case rel == "samples":
		return true
	case strings.HasSuffix(dir, "repository/deployment/server/axis2services/"):
		return name == "Echo.aar" || name == "Version.aar"
	case strings.HasSuffix(dir, "repository/deployment/server/webapps/"):
		return strings.HasPrefix(name, "am#sample#") && path.Ext(name) == ".war"
	}
	return false
}
