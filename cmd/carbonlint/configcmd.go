package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/carbonlint/carbonlint/cmd/carbonlint/config"
	"github.com/carbonlint/carbonlint/policies"
)

func configCommand(s *streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Check and explain the configuration files",
		Long: "Check and explain the files " + config.Name + ", which hold for the folder that they lie in and all below.\n" +
			"docs/configuration.md describes them.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(configVerifyCommand(s), configShowCommand(s), configSchemaCommand(s))
	return cmd
}

func configVerifyCommand(s *streams) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "verify [PATH]",
		Short: "Check the configuration files that hold for a folder, and those below it",
		Args:  cobra.MaximumNArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return verifyConfig(s, args, file) },
	}
	cmd.Flags().StringVar(&file, "config", "", configUsage)
	return cmd
}

func verifyConfig(s *streams, args []string, file string) error {
	target, err := locate(args)
	if err != nil {
		return err
	}
	c, err := openConfiguration(file, target, config.Flags{})
	if err != nil && c == nil {
		return err
	}
	if file == "" {
		if err := c.nested(target); err != nil {
			return err
		}
	}
	if err := c.check(); err != nil {
		return err
	}
	files := c.finder.Files()
	if len(files) == 0 {
		return usageError("there is no %s for %s; carbonlint init writes one", config.Name, target.display)
	}
	tree, err := c.load(target, today(), nil)
	if err != nil {
		return err
	}
	for _, idle := range c.site.Idle(tree) {
		fmt.Fprintln(s.err, idle)
	}
	for _, f := range files {
		fmt.Fprintf(s.out, "%s: ok\n", f.Name)
	}
	return nil
}

// nested reads the configuration files below a target.
func (c *configuration) nested(t *target) error {
	err := filepath.WalkDir(t.base, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && name == t.base:
			return err
		case err != nil || !d.IsDir():
			return nil
		case d.Name() == ".git" || d.Name() == "node_modules":
			return fs.SkipDir
		}
		c.finder.Cascade(name)
		return nil
	})
	if err != nil {
		return failure("read %s: %v", t.display, cause(err))
	}
	return nil
}

func configShowCommand(s *streams) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "show [PATH]",
		Short: "Show what holds for a home or a file, and where each setting comes from",
		Args:  cobra.MaximumNArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return showConfig(s, args, file) },
	}
	cmd.Flags().StringVar(&file, "config", "", configUsage)
	return cmd
}

func showConfig(s *streams, args []string, file string) error {
	target, err := locate(args)
	if err != nil {
		return err
	}
	c, err := openConfiguration(file, target, config.Flags{})
	if err != nil {
		return err
	}
	rules, err := c.rules()
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(s.out, c.site.At(".", target.file).Describe(rules))
	return err
}

func configSchemaCommand(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the configuration file, for editors without network",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			rules, err := policies.Rules()
			if err != nil {
				return failure("%v", err)
			}
			return printJSON(s, config.Schema(rules))
		},
	}
}

// printJSON is for people too: indented, and < stays <.
func printJSON(s *streams, value any) error {
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

func initCommand(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:   "init [PATH]",
		Short: "Look at the homes below a folder and write a commented " + config.Name,
		Args:  cobra.MaximumNArgs(1),
		RunE:  func(_ *cobra.Command, args []string) error { return initConfig(s, args) },
	}
}

func initConfig(s *streams, args []string) error {
	target, err := locate(args)
	if err != nil {
		return err
	}
	if target.file != "" {
		return usageError("%s is a file; give the folder that is to have the configuration", args[0])
	}
	name := filepath.Join(target.base, config.Name)
	c, err := openConfiguration("", target, config.Flags{})
	if err != nil {
		return err
	}
	tree, err := c.load(target, today(), nil)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if os.IsExist(err) {
		return usageError("%s exists already", shownPath(target, config.Name))
	}
	if err != nil {
		return failure("write %s: %v", shownPath(target, config.Name), cause(err))
	}
	if _, err := f.WriteString(config.Template(tree)); err != nil {
		f.Close()
		return failure("write %s: %v", shownPath(target, config.Name), cause(err))
	}
	if err := f.Close(); err != nil {
		return failure("write %s: %v", shownPath(target, config.Name), cause(err))
	}
	_, err = fmt.Fprintln(s.out, shownPath(target, config.Name))
	return err
}

// shownPath is a file of the target as it would be typed.
func shownPath(t *target, name string) string {
	if t.display == "." {
		return name
	}
	return strings.TrimSuffix(filepath.ToSlash(t.display), "/") + "/" + name
}
