using System.Reflection;

namespace Referrals.Tests.Architecture.PublicSurface;

/// <summary>Names of types as C# writes them, with the question marks of nullable annotations.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(string)] = "string",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
        [typeof(ushort)] = "ushort",
        [typeof(void)] = "void",
    };

    public static string Of(Type type) => Of(type, null);

    public static string Of(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying, null) + "?";
        }

        var mark = CanBeMarked(type) && nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        return type.IsArray
            ? $"{Of(type.GetElementType()!, nullability?.ElementType)}[]{mark}"
            : Plain(type, nullability) + mark;
    }

    /// <summary>The name of a type where it is declared: with its type parameters and their variance.</summary>
    public static string Declared(Type type) => OwnArguments(type) is { Length: > 0 } own
        ? $"{SimpleName(type)}<{string.Join(", ", own.Select(Variance))}>"
        : SimpleName(type);

    /// <summary>The constraints of the type parameters that a type declares itself.</summary>
    public static string Constraints(Type type) => Constraints(OwnArguments(type));

    /// <summary>The constraints of type parameters, each as a clause with a blank before it.</summary>
    public static string Constraints(IEnumerable<Type> parameters) =>
        string.Concat(from parameter in parameters
                      let constraints = ConstraintsOf(parameter).ToArray()
                      where constraints.Length > 0
                      select $" where {parameter.Name} : {string.Join(", ", constraints)}");

    /// <summary>For a type parameter without constraint, the framework says nullable in any case.</summary>
    private static bool CanBeMarked(Type type) => type.IsGenericParameter
        ? type.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)
        : !type.IsValueType;

    private static string Plain(Type type, NullabilityInfo? nullability)
    {
        if (Keywords.TryGetValue(type, out var keyword) || type.IsGenericParameter)
        {
            return keyword ?? type.Name;
        }

        var outer = type.IsNested ? Of(type.DeclaringType!) + "." : "";
        var arguments = OwnArguments(type)
            .Select((argument, index) => Of(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(index)))
            .ToArray();
        return outer + SimpleName(type) + (arguments.Length > 0 ? $"<{string.Join(", ", arguments)}>" : "");
    }

    private static Type[] OwnArguments(Type type) =>
        type.GetGenericArguments()[(type.DeclaringType?.GetGenericArguments().Length ?? 0)..];

    private static string SimpleName(Type type) => type.Name.Split('`')[0];

    private static string Variance(Type parameter) => (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => "out " + parameter.Name,
        GenericParameterAttributes.Contravariant => "in " + parameter.Name,
        _ => parameter.Name,
    };

    private static IEnumerable<string> ConstraintsOf(Type parameter)
    {
        var flags = parameter.GenericParameterAttributes;
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isStruct)
        {
            yield return "struct";
        }
        else if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            yield return "class";
        }

        foreach (var constraint in parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)))
        {
            yield return Of(constraint);
        }

        if (!isStruct && flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            yield return "new()";
        }
    }
}
