package loader

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestPlacement(t *testing.T) {
	t.Parallel()
	conf := &fstest.MapFile{Data: []byte("<UserManager/>")}
	ei := &fstest.MapFile{Data: []byte("<axisconfig/>")}
	fsys := fstest.MapFS{}
	for _, home := range []string{
		"a", "environments/blue/a", "acme/prod/a", "beta/prod/a", "node1-prod", "node2-prod", "pre-prod/a", "prod2/a",
		"prod/nodes/n1/esb", "prod/nodes/n1/mb", "prod/nodes/n2/esb", "products/a", "latest/a",
	} {
		fsys[home+"/repository/conf/user-mgt.xml"] = conf
	}
	fsys["ei/conf/axis2/axis2.xml"] = ei
	fsys["ei/wso2/broker/conf/axis2/axis2.xml"] = ei
	fsys["lone/wso2/broker/conf/axis2/axis2.xml"] = ei
	tree, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]Placement)
	for _, h := range tree.Homes {
		got[h.Path] = h.Placement
	}
	want := map[string]Placement{
		"a":                   {},
		"products/a":          {},
		"latest/a":            {},
		"environments/blue/a": {Environment: "environments/blue"},
		"acme/prod/a":         {Environment: "acme/prod"},
		"beta/prod/a":         {Environment: "beta/prod"},
		"node1-prod":          {Environment: "prod"},
		"node2-prod":          {Environment: "prod"},
		"pre-prod/a":          {Environment: "pre-prod"},
		"prod2/a":             {Environment: "prod2"},
		"prod/nodes/n1/esb":   {Environment: "prod", Host: "prod/nodes/n1"},
		"prod/nodes/n1/mb":    {Environment: "prod", Host: "prod/nodes/n1"},
		"prod/nodes/n2/esb":   {Environment: "prod", Host: "prod/nodes/n2"},
		"ei":                  {Host: "ei"},
		"ei/wso2/broker":      {Host: "ei"},
		"lone/wso2/broker":    {},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("placements differ (-want +got):\n%s", diff)
	}
}

func TestState(t *testing.T) {
	t.Parallel()
	p := Placement{Environment: "prod", Host: "prod/nodes/n1"}
	p.State("", "", "")
	if want := (Placement{Environment: "prod", Host: "prod/nodes/n1"}); p != want {
		t.Errorf("stating nothing gives %+v, want %+v", p, want)
	}
	p.State("acme", "m1", "esb")
	if want := (Placement{Environment: "acme", Host: "m1", HostStated: true, Cluster: "esb"}); p != want {
		t.Errorf("stating all gives %+v, want %+v", p, want)
	}
}
