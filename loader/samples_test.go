package loader

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestSamples(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{}
	for _, name := range []string{
		"repository/conf/carbon.xml",
		"repository/deployment/server/axis2services/Echo.aar",
		"repository/deployment/server/axis2services/EchoBank.aar",
		"repository/deployment/server/webapps/am#sample#calculator#v1.war",
		"repository/deployment/server/webapps/shop.war",
		"repository/samples/synapse_sample_0.xml",
		"samples/axis2Server/repository/deployment/server/axis2services/Version.aar",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(`<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"/>`)}
	}
	tree, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range tree.Homes[0].Files {
		if f.Kind == KindSample {
			got = append(got, f.Name)
		}
	}
	want := []string{
		"repository/deployment/server/axis2services/Echo.aar",
		"repository/deployment/server/webapps/am#sample#calculator#v1.war",
		"samples",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("samples differ (-want +got):\n%s", diff)
	}
}
