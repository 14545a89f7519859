package policies

import (
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// placeKeys are the keys of a place.
var placeKeys = []string{"file", "path", "line", "column", "end_line", "end_column", "unknown"}

// goValues returns the result of a rule as Go values. Of its subjects only the
// places are taken, since a rule names whole data sources and files as its
// evidence.
func goValues(value ast.Value) (map[string]any, error) {
	object, ok := value.(ast.Object)
	if !ok {
		return nil, errors.New("gave no findings and subjects")
	}
	result := make(map[string]any, 2)
	return result, object.Iter(func(key, value *ast.Term) (err error) {
		name, _ := key.Value.(ast.String)
		if name == "subjects" {
			result["subjects"], err = places(value.Value)
		} else {
			result[string(name)], err = ast.JSON(value.Value)
		}
		return err
	})
}

func places(subjects ast.Value) (list []any, err error) {
	add := func(subject *ast.Term) error {
		object, ok := subject.Value.(ast.Object)
		if !ok {
			return fmt.Errorf("subject is %s, want an object", ast.ValueName(subject.Value))
		}
		place := make(map[string]any, len(placeKeys))
		for _, key := range placeKeys {
			if value := object.Get(ast.InternedTerm(key)); value != nil {
				if place[key], err = ast.JSON(value.Value); err != nil {
					return err
				}
			}
		}
		list = append(list, place)
		return nil
	}
	switch v := subjects.(type) {
	case ast.Set:
		err = v.Iter(add)
	case *ast.Array:
		err = v.Iter(add)
	default:
		err = fmt.Errorf("subjects are %s, want a set", ast.ValueName(v))
	}
	return list, err
}
