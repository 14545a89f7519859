# start_defaults are the parameters of the check of system parameters at start
# as kernels ship it, by the class of the validator, memory in megabytes and the
# processor in megahertz. start_validator is such a validator as XML, and
# start_validation_file the file with all of them. The list of operating systems
# is left out: it ends with Windows 7.
package carbonlint.model

start_defaults := {
	"SystemValidator": [["CPU", 800], ["RAM", 2047], ["swap", 2047], ["freeDisk", 1024], ["ulimit", 4096]],
	"JVMValidator": [["initHeapSize", 256], ["maxHeapSize", 512], ["maxPermGenSize", 256]],
	"RequiredSystemPropertiesValidator": [["p1", "carbon.home"], ["p2", "carbon.config.dir.path"], ["p3", "axis2.home"]],
}

start_validator(class) := concat("\n", array.flatten([
	$`<Validator class="org.wso2.carbon.core.bootup.validator.{class}">`,
	[$`    <Parameter id="{id}">{value}</Parameter>` | some [id, value] in start_defaults[class]],
	"</Validator>",
]))

start_validation_file := concat("\n", array.flatten([
	`<?xml version="1.0" encoding="UTF-8"?>`,
	`<Configuration enabled="true">`,
	[$"    {replace(start_validator(class), "\n", "\n    ")}" | some class in ["SystemValidator", "JVMValidator", "RequiredSystemPropertiesValidator"]],
	"</Configuration>",
	"",
]))
