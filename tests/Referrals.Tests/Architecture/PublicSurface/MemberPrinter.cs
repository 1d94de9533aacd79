using System.Reflection;
using System.Runtime.CompilerServices;

namespace Referrals.Tests.Architecture.PublicSurface;

/// <summary>Signatures of members as C# writes them.</summary>
internal sealed class MemberPrinter
{
    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>The signature, or <c>null</c> for a member that hosts cannot use or that the compiler made.</summary>
    public string? Print(MemberInfo member) => member switch
    {
        FieldInfo field when IsVisible(field.IsPublic, field.IsFamily || field.IsFamilyOrAssembly) => Field(field),
        PropertyInfo property => Property(property),
        EventInfo { AddMethod: { } add } happening when IsVisible(add) => $"{Modifiers(add)}event {TypeNames.Of(happening.EventHandlerType!, _nullability.Create(happening))} {happening.Name};",
        ConstructorInfo constructor when IsVisible(constructor) && !IsGenerated(constructor) && !constructor.IsStatic => Constructor(constructor),
        MethodInfo method when IsVisible(method) && IsWritten(method) => Method(method),
        _ => null,
    };

    public string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select((parameter, index) =>
        (index == 0 && method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + Parameter(parameter)));

    public string Return(MethodInfo method) => TypeNames.Of(method.ReturnType, _nullability.Create(method.ReturnParameter));

    private static string Constructor(ConstructorInfo constructor, string parameters) =>
        $"{Modifiers(constructor)}{constructor.DeclaringType!.Name.Split('`')[0]}({parameters});";

    private static bool IsVisible(MethodBase method) =>
        IsVisible(method.IsPublic, (method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsVisible(bool isPublic, bool isProtected) => isPublic || isProtected;

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute));

    private static bool IsWritten(MethodInfo method) =>
        (!IsGenerated(method) || method.Name == "Deconstruct")
        && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !method.Name.Contains('<', StringComparison.Ordinal);

    private static string Modifiers(MethodBase method)
    {
        var access = method.IsPublic ? "public " : "protected ";
        if (method.DeclaringType!.IsInterface)
        {
            return method.IsStatic ? method.IsAbstract ? "static abstract " : "static " : "";
        }

        return access + method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            MethodInfo info when info.GetBaseDefinition() != info => "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
    }

    private static string Accessors(PropertyInfo property)
    {
        var accessors = new List<string>();
        if (property.GetMethod is { } getter && IsVisible(getter))
        {
            accessors.Add("get;");
        }

        if (property.SetMethod is { } setter && IsVisible(setter))
        {
            var isInit = setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
            accessors.Add((setter.IsPublic || property.GetMethod is not { IsPublic: true } ? "" : "protected ") + (isInit ? "init;" : "set;"));
        }

        return accessors.Count > 0 ? $"{{ {string.Join(' ', accessors)} }}" : "";
    }

    private static string OperatorName(string name) => name switch
    {
        "op_Addition" => "+",
        "op_Subtraction" or "op_UnaryNegation" => "-",
        "op_Multiply" => "*",
        "op_Division" => "/",
        "op_Equality" => "==",
        "op_Inequality" => "!=",
        "op_LessThan" => "<",
        "op_GreaterThan" => ">",
        "op_LessThanOrEqual" => "<=",
        "op_GreaterThanOrEqual" => ">=",
        _ => name,
    };

    private string Constructor(ConstructorInfo constructor) => Constructor(constructor, Parameters(constructor));

    private string Field(FieldInfo field)
    {
        var type = TypeNames.Of(field.FieldType, _nullability.Create(field));
        if (field.IsLiteral || field.IsDefined(typeof(DecimalConstantAttribute)))
        {
            var value = field.IsLiteral ? field.GetRawConstantValue() : field.GetCustomAttribute<DecimalConstantAttribute>()!.Value;
            return $"public const {type} {field.Name} = {Literals.Of(value, field.FieldType)};";
        }

        return $"public {(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type} {field.Name};";
    }

    private string? Property(PropertyInfo property)
    {
        var accessors = Accessors(property);
        if (accessors.Length == 0 || property.Name == "EqualityContract")
        {
            return null;
        }

        var leading = property.GetMethod is { } getter && IsVisible(getter) ? getter : property.SetMethod!;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var indices = property.GetIndexParameters();
        var name = indices.Length == 0 ? property.Name : $"this[{string.Join(", ", indices.Select(Parameter))}]";
        return $"{Modifiers(leading)}{required}{TypeNames.Of(property.PropertyType, _nullability.Create(property))} {name} {accessors}";
    }

    private string Method(MethodInfo method)
    {
        if (method.Name is "op_Implicit" or "op_Explicit")
        {
            return $"{Modifiers(method)}{method.Name["op_".Length..].ToLowerInvariant()} operator {Return(method)}({Parameters(method)});";
        }

        var isOperator = method.IsSpecialName && method.Name.StartsWith("op_", StringComparison.Ordinal);
        var name = isOperator ? "operator " + OperatorName(method.Name) : method.Name;
        var generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        var constraints = method.IsGenericMethod ? TypeNames.Constraints(method.GetGenericArguments()) : "";
        return $"{Modifiers(method)}{Return(method)} {name}{generics}({Parameters(method)}){constraints};";
    }

    private string Parameter(ParameterInfo parameter)
    {
        var passing = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        var fallback = parameter.HasDefaultValue ? $" = {Literals.Of(parameter.RawDefaultValue, parameter.ParameterType)}" : "";
        return $"{passing}{TypeNames.Of(parameter.ParameterType, _nullability.Create(parameter))} {parameter.Name}{fallback}";
    }
}
